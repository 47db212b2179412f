import { tags as Tags } from 'types.bicep'

@description('Of the endpoint.')
param name string

@description('Where it lives.')
param location string

@description('On every resource.')
param tags Tags

@description('The service that is reached by it.')
param serviceId string

@description('Which part of that service.')
param group 'blob' | 'queue' | 'table' | 'vault' | 'namespace'

@description('Where it gets its address.')
param subnetId string

@description('The suffix of its name; its zone is there already.')
param zoneSuffix string

resource zone 'Microsoft.Network/privateDnsZones@2024-06-01' existing = {
  name: 'privatelink.${zoneSuffix}'
}

resource endpoint 'Microsoft.Network/privateEndpoints@2025-01-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    subnet: {
      id: subnetId
    }
    privateLinkServiceConnections: [
      {
        name: name
        properties: {
          privateLinkServiceId: serviceId
          groupIds: [
            group
          ]
        }
      }
    ]
  }

  resource names 'privateDnsZoneGroups' = {
    name: 'default'
    properties: {
      privateDnsZoneConfigs: [
        {
          name: group
          properties: {
            privateDnsZoneId: zone.id
          }
        }
      ]
    }
  }
}
