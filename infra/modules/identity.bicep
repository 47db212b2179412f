import { tags as Tags } from 'types.bicep'

@description('As whom the app signs in everywhere: to storage, Key Vault, telemetry, Service Bus, Web PubSub.')
param name string

@description('Where it lives.')
param location string

@description('On every resource.')
param tags Tags

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: name
  location: location
  tags: tags
}

@description('For the function app.')
output id string = identity.id

@description('For role assignments.')
output principalId string = identity.properties.principalId

@description('For clients that have to say which of an app\'s identities they mean.')
output clientId string = identity.properties.clientId
