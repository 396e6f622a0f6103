// Where logs and metrics go. Application Insights takes telemetry of the app's identity only.
param name string
param location string
param tags object
@description('Days logs are kept.')
param retentionDays int
@description('Bound on the logs of a day in gigabytes; -1 for none. Later logs of the day are lost, and alerts on logs with them.')
param dailyQuotaGb int

resource workspace 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: 'log-${name}'
  location: location
  tags: tags
  properties: {
    retentionInDays: retentionDays
    sku: {
      name: 'PerGB2018'
    }
    workspaceCapping: {
      dailyQuotaGb: dailyQuotaGb
    }
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: 'appi-${name}'
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    DisableLocalAuth: true
    WorkspaceResourceId: workspace.id
  }
}

output workspaceId string = workspace.id
output insightsName string = insights.name
output insightsConnection string = insights.properties.ConnectionString
