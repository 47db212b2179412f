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

@description('It holds copies: what is deleted or written over can be had back, and goes by itself after 35 days.')
param isForCopies bool = false

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
    properties: isForCopies
      ? {
          isVersioningEnabled: true
          deleteRetentionPolicy: {
            enabled: true
            days: 35
          }
          containerDeleteRetentionPolicy: {
            enabled: true
            days: 35
          }
        }
      : {}

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

resource expiry 'Microsoft.Storage/storageAccounts/managementPolicies@2025-01-01' = if (isForCopies) {
  parent: account
  name: 'default'
  properties: {
    policy: {
      rules: [
        {
          name: 'copies-go-after-35-days'
          type: 'Lifecycle'
          enabled: true
          definition: {
            filters: {
              blobTypes: ['blockBlob']
            }
            actions: {
              baseBlob: {
                delete: {
                  daysAfterCreationGreaterThan: 35
                }
              }
              version: {
                delete: {
                  daysAfterCreationGreaterThan: 35
                }
              }
            }
          }
        }
      ]
    }
  }
}

resource lock 'Microsoft.Authorization/locks@2020-05-01' = if (isLocked) {
  name: 'record'
  scope: account
  properties: {
    level: 'CanNotDelete'
    notes: 'The record of every sell is here, or its copies, and tables have no undo.'
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
