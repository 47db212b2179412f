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
@description('Rows of an event, each with whom or what it is about.')
func eventQuery(event int, per string) string =>
  'union isfuzzy=true AppTraces, AppExceptions\n| where tostring(Properties.EventId) == \'${event}\' or Message contains \'"EventId":${event},\'\n| extend Subject = ${empty(per) ? '\'all\'' : 'coalesce(tostring(Properties.${per}), extract(\'"${per}":"([^"]+)"\', 1, Message), \'all\')'}'

// An event's alert stays until somebody closes it: that nothing more is logged does not mean that it is over. A query ends by itself.
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
          query: alarm.?query ?? eventQuery(alarm.?event ?? 0, alarm.?per ?? '')
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
      customProperties: {
        runbook: 'docs/operate.md#${alarm.name}'
      }
    }
    autoMitigate: alarm.?event == null
    muteActionsDuration: alarm.?event == null ? null : alarm.window
    // The tables are there only once something has been logged.
    skipQueryValidation: true
  }
}]
