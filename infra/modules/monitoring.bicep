import { tags as Tags } from 'types.bicep'

@description('Of the workspace.')
param workspaceName string

@description('Of Application Insights.')
param insightsName string

@description('Where they live.')
param location string

@description('On every resource.')
param tags Tags

@description('How long logs are kept, in days.')
@minValue(30)
@maxValue(730)
param retentionDays int

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-02-01' = {
  name: workspaceName
  location: location
  tags: tags
  properties: {
    sku: {
      name: 'PerGB2018'
    }
    retentionInDays: retentionDays
    features: {
      disableLocalAuth: true
      enableLogAccessUsingOnlyResourcePermissions: true
    }
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: insightsName
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
    IngestionMode: 'LogAnalytics'
    DisableLocalAuth: true
  }
}

@description('Where logs are read, and alarms look.')
output workspaceId string = workspace.id


@description('Where the app sends telemetry. No secret: without a token of Entra ID nothing is taken.')
output connectionString string = insights.properties.ConnectionString
