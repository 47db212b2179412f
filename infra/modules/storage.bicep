import { tags as Tags } from 'types.bicep'

@description('Globally unique, letters and digits.')
@minLength(3)
@maxLength(24)
param name string

@description('Where it lives.')
param location string

@description('On every resource.')
param tags Tags

@description('How many copies there are, and where.')
param sku 'Standard_LRS' | 'Standard_ZRS' | 'Standard_GRS' | 'Standard_GZRS'

@description('Blob containers to make.')
param containers string[] = []

@description('Reached by private endpoints alone.')
param isPrivate bool

@description('It holds what cannot be made again: it is not deleted before somebody has taken its lock away.')
param isLocked bool

@description('Where its metrics, and what is deleted from its tables, are kept.')
param workspaceId string

resource account 'Microsoft.Storage/storageAccounts@2025-01-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: {
    name: sku
  }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
    supportsHttpsTrafficOnly: true
    networkAcls: {
      bypass: 'AzureServices'
      defaultAction: isPrivate ? 'Deny' : 'Allow'
    }
  }

  resource blobs 'blobServices' = {
    name: 'default'

    resource container 'containers' = [for container in containers: {
      name: container
      properties: {
        publicAccess: 'None'
      }
    }]
  }

  resource tables 'tableServices' = {
    name: 'default'
  }
}

resource lock 'Microsoft.Authorization/locks@2020-05-01' = if (isLocked) {
  name: 'record'
  scope: account
  properties: {
    level: 'CanNotDelete'
    notes: 'The record of every sell is in these tables, and tables have no undo.'
  }
}

resource metrics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: account
  properties: {
    workspaceId: workspaceId
    metrics: [
      {
        category: 'Transaction'
        enabled: true
      }
    ]
  }
}

resource deletions 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = if (isLocked) {
  name: 'to-workspace'
  scope: account::tables
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'StorageDelete'
        enabled: true
      }
    ]
  }
}


@description('For private endpoints.')
output id string = account.id

@description('Its addresses, each with a slash at the end.')
output endpoints {
  blob: string
  queue: string
  table: string
} = {
  blob: account.properties.primaryEndpoints.blob
  queue: account.properties.primaryEndpoints.queue
  table: account.properties.primaryEndpoints.table
}
