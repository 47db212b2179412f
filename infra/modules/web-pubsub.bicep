import { tags as Tags } from 'types.bicep'

@description('Globally unique.')
@minLength(3)
@maxLength(63)
param name string

@description('Where it lives.')
param location string

@description('On every resource.')
param tags Tags

@description('The app, which is asked whom to let in.')
param appUrl string

@description('How many units: 1,000 connections each.')
@minValue(1)
@maxValue(100)
param units int

@description('Where its logs and metrics are kept.')
param workspaceId string

resource service 'Microsoft.SignalRService/webPubSub@2024-03-01' = {
  name: name
  location: location
  tags: tags
  kind: 'WebPubSub'
  sku: {
    name: 'Standard_S1'
    tier: 'Standard'
    capacity: units
  }
  properties: {
    disableLocalAuth: true
    disableAadAuth: false
    // Browsers of users connect from anywhere, each by an address that the app gave them.
    publicNetworkAccess: 'Enabled'
    tls: {
      clientCertEnabled: false
    }
  }

  // The name is the code's (Realtime/WebPubSub.cs).
  resource hub 'hubs' = {
    name: 'offramp'
    properties: {
      anonymousConnectPolicy: 'deny'
      eventHandlers: [
        {
          urlTemplate: '${appUrl}/webhooks/realtime'
          systemEvents: [
            'connect'
            'connected'
          ]
          auth: {
            type: 'None'
          }
        }
      ]
    }
  }
}

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: service
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'ConnectivityLogs'
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


@description('Where users connect.')
output hostName string = service.properties.hostName
