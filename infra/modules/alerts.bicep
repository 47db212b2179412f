import { alarm as Alarm, tags as Tags } from 'types.bicep'

@description('Where they live.')
param location string

@description('On every resource.')
param tags Tags

@description('Where the logs are.')
param workspaceId string

@description('Who is told.')
param email string

@description('What is looked for.')
param alarms Alarm[]

@description('In front of each rule\'s name.')
param prefix string

resource operators 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: '${prefix}operators'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'offramp'
    emailReceivers: [
      {
        name: 'operators'
        emailAddress: email
        useCommonAlertSchema: true
      }
    ]
  }
}

// An event is found in the app's own telemetry, and, should that not get through, in its console, which the host forwards.
// Each sell, provider or partner is an alert of its own, so that a second one is not hidden by the first.
resource rules 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [for alarm in alarms: {
  name: '${prefix}${alarm.name}'
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: 'OffRamp: ${alarm.name}'
    description: alarm.meaning
    severity: alarm.severity
    enabled: true
    evaluationFrequency: alarm.every
    windowSize: alarm.window
    scopes: [
      workspaceId
    ]
    criteria: {
      allOf: [
        {
          query: alarm.?query ?? 'union isfuzzy=true AppTraces, AppExceptions\n| where tostring(Properties.EventId) == \'${alarm.?event}\' or Message contains \'"EventId":${alarm.?event},\'\n| extend Subject = coalesce(tostring(Properties.SellId), tostring(Properties.Provider), tostring(Properties.Partner), \'any\')'
          timeAggregation: 'Count'
          dimensions: alarm.?event == null
            ? []
            : [
                {
                  name: 'Subject'
                  operator: 'Include'
                  values: [
                    '*'
                  ]
                }
              ]
          operator: alarm.operator
          threshold: alarm.threshold
          failingPeriods: {
            numberOfEvaluationPeriods: 1
            minFailingPeriodsToAlert: 1
          }
        }
      ]
    }
    actions: {
      actionGroups: [
        operators.id
      ]
    }
    autoMitigate: true
    // The tables are there only once something has been logged.
    skipQueryValidation: true
  }
}]
