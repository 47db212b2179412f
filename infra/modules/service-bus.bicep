import { tags as Tags } from 'types.bicep'

@description('Globally unique.')
@minLength(6)
@maxLength(50)
param name string

@description('Where it lives.')
param location string

@description('On every resource.')
param tags Tags

@description('Every event of every partner goes there.')
param topicName string

@description('Reached by a private endpoint alone; that takes the Premium tier.')
param isPrivate bool

@description('Where its logs and metrics are kept.')
param workspaceId string

resource bus 'Microsoft.ServiceBus/namespaces@2024-01-01' = {
  name: name
  location: location
  tags: tags
  sku: {
    name: isPrivate ? 'Premium' : 'Standard'
    tier: isPrivate ? 'Premium' : 'Standard'
    capacity: isPrivate ? 1 : null
  }
  properties: {
    disableLocalAuth: true
    minimumTlsVersion: '1.2'
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
  }

  // What is sent again after a crash bears the same MessageId, and is dropped.
  resource topic 'topics' = {
    name: topicName
    properties: {
      requiresDuplicateDetection: true
      duplicateDetectionHistoryTimeWindow: 'PT1H'
      supportOrdering: true
    }
  }
}

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: bus
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'OperationalLogs'
        enabled: true
      }
    ]
    metrics: [
      {
        category: 'AllMetrics'
        enabled: true
      }
    ]
  }
}


@description('For private endpoints.')
output id string = bus.id
