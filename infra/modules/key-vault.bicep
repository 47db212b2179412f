import { tags as Tags } from 'types.bicep'

@description('Globally unique.')
@minLength(3)
@maxLength(24)
param name string

@description('Where it lives.')
param location string

@description('On every resource.')
param tags Tags

@description('Reached by a private endpoint, and from the addresses below.')
param isPrivate bool

@description('From where people write secrets although it is private: addresses or ranges (CIDR).')
param operatorAddresses string[]

@description('Where it is kept who read what.')
param workspaceId string

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: {
      family: 'A'
      name: 'standard'
    }
    enableRbacAuthorization: true
    enableSoftDelete: true
    enablePurgeProtection: true
    softDeleteRetentionInDays: 90
    publicNetworkAccess: isPrivate && empty(operatorAddresses) ? 'Disabled' : 'Enabled'
    networkAcls: {
      bypass: 'None'
      defaultAction: isPrivate ? 'Deny' : 'Allow'
      ipRules: [for address in (isPrivate ? operatorAddresses : []): {
        value: address
      }]
    }
  }
}

resource audit 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: vault
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'AuditEvent'
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

@description('For role assignments and hooks.')
output name string = vault.name

@description('For private endpoints.')
output id string = vault.id

@description('Its address, with a slash at the end.')
output uri string = vault.properties.vaultUri
