// The alerts of alerts.json and the people they reach.
param name string
param location string
param tags object
param workspaceId string
param cosmosId string
@description('Address that alerts are sent to; empty creates the alerts without a receiver.')
param alertEmail string

var alerts = loadJsonContent('../alerts.json')

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(alertEmail)) {
  name: 'ag-${name}'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'assets'
    emailReceivers: [
      {
        name: 'operator'
        emailAddress: alertEmail
        useCommonAlertSchema: true
      }
    ]
  }
}

resource logAlerts 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [for alert in alerts.logs: {
  name: 'alert-${name}-${alert.name}'
  location: location
  tags: tags
  properties: {
    displayName: alert.title
    description: '${alert.title}. Runbook: infra/README.md#${alert.name}'
    severity: alert.severity
    enabled: true
    autoMitigate: true
    evaluationFrequency: alert.every
    windowSize: alert.window
    scopes: [
      workspaceId
    ]
    // Tables appear with their first row, which an app that was just deployed has not written yet.
    skipQueryValidation: true
    criteria: {
      allOf: [
        {
          query: join(alert.query, '\n')
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 0
          failingPeriods: {
            numberOfEvaluationPeriods: 1
            minFailingPeriodsToAlert: 1
          }
        }
      ]
    }
    actions: {
      actionGroups: empty(alertEmail) ? [] : [ people.id ]
    }
  }
}]

resource metricAlerts 'Microsoft.Insights/metricAlerts@2018-03-01' = [for alert in alerts.databaseMetrics: {
  name: 'alert-${name}-${alert.name}'
  location: 'global'
  tags: tags
  properties: {
    description: '${alert.title}. Runbook: infra/README.md#${alert.name}'
    severity: alert.severity
    enabled: true
    autoMitigate: true
    evaluationFrequency: alert.every
    windowSize: alert.window
    scopes: [
      cosmosId
    ]
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          criterionType: 'StaticThresholdCriterion'
          name: alert.name
          metricNamespace: 'Microsoft.DocumentDB/databaseAccounts'
          metricName: alert.metric
          timeAggregation: alert.aggregation
          operator: 'GreaterThan'
          threshold: alert.threshold
          dimensions: alert.dimensions
        }
      ]
    }
    actions: empty(alertEmail) ? [] : [
      {
        actionGroupId: people.id
      }
    ]
  }
}]
