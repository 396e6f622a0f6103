// AssetFunctions in Azure: one resource group with everything the app needs, secure by default.
targetScope = 'subscription'

@description('Short name of the environment, part of every name: dev, prod.')
@minLength(2)
@maxLength(10)
param environmentName string

@description('Region of every resource; Flex Consumption must be offered there.')
@metadata({ azd: { type: 'location' } })
param location string

@description('Address that gets the mails of alerts and budget; empty for none, and then there is no budget.')
param alertEmail string = ''

@description('Monthly amount above which the budget warns, in the currency of the subscription; 0 for no budget.')
@minValue(0)
param monthlyBudget int = 100

@description('First day of the month the budget started in, as yyyy-MM-dd: this month for a new budget, and later always the same, because Azure refuses to change it. Empty for no budget.')
param budgetStart string = ''

@description('How often due wallets are looked for: NCRONTAB with six fields, UTC. It bounds how late a wallet may be.')
param syncSchedule string = '0 */5 * * * *'

@description('NCRONTAB schedule of the price refresh, UTC.')
param priceRefreshSchedule string = '0 5-59/10 * * * *'

@description('NCRONTAB schedule of the market data refresh, UTC.')
param marketRefreshSchedule string = '0 40 2-23/6 * * *'

@description('NCRONTAB schedule on which recently held assets are kept in Redis, UTC.')
param warmRedisSchedule string = '0 15,45 * * * *'

@description('Providers of positions in the order they are called, separated by commas: zerion, alchemy.')
param positionSources string = 'zerion'

@description('Whether prices come from the paid service of DefiLlama, whose key the vault holds as defillama-api-key.')
param paidPrices bool = false

@description('Further app settings by name, with __ between the parts.')
param settings object = {}

@description('serverless charges per request unit; autoscale is cheaper from a few hundred thousand syncs a day. Convert an existing account first, see README.md#from-serverless-to-autoscale.')
@allowed([ 'serverless', 'autoscale' ])
param databaseCapacity string = 'serverless'

@description('Autoscale maximum of a container in request units per second, by container.')
param databaseMaxThroughput object = {
  registry: 4000
  wallets: 10000
  prices: 1000
}

@description('A second region of the database that takes over when the first is lost; empty for none. Not with serverless. Add it to an existing account in a deployment of its own.')
param secondaryLocation string = ''

@description('Whether instances share a Redis. Without it every instance has a cache and rate limits of its own.')
param redis bool = true

@description('Size of Azure Managed Redis.')
param redisSku string = 'Balanced_B0'

@description('Redundancy of the storage account.')
@allowed([ 'Standard_LRS', 'Standard_ZRS' ])
param storageSku string = 'Standard_ZRS'

@description('Memory of one instance in MB. The plan has a size of 512 MB too, which host and app fill before they do any work.')
@allowed([ 2048, 4096 ])
param instanceMemoryMB int = 2048

@description('Upper bound of the instances of each function; all functions together are bounded by the quota of the region.')
@minValue(40)
@maxValue(1000)
param maximumInstances int = 40

@description('Instances that always run for HTTP, so that callers wait for no cold start.')
@minValue(0)
param alwaysReadyHttp int = 1

@description('HTTP requests that one instance serves at once.')
param httpConcurrency int = 32

@description('Whether storage, database, Redis and vault are reached through a virtual network only. The API, Application Insights and Log Analytics stay public.')
param privateNetworking bool = false

@description('Ranges of addresses that may call the API, such as 203.0.113.0/24; empty for every address.')
param allowedAddresses array = []

@description('Origins whose pages may call the API from a browser, such as https://app.example.org; empty for none.')
param allowedOrigins array = []

@description('Addresses of that network, at least a /22.')
param networkPrefix string = '10.40.0.0/16'

@description('Days logs are kept.')
@minValue(30)
param logRetentionDays int = 30

@description('Bound on the logs of a day in gigabytes; -1 for none. Later logs of the day are lost, and alerts on logs with them.')
param logDailyQuotaGb int = 5

@description('Object id of the person or group that operates the app; empty for none.')
param operatorPrincipalId string = ''

@allowed([ 'User', 'Group', 'ServicePrincipal' ])
param operatorPrincipalType string = 'User'

@description('Tags of every resource.')
param tags object = {}

var suffix = take(uniqueString(subscription().id, environmentName, location), 6)
var name = toLower('assets-${environmentName}-${suffix}')
// 22 characters at most: storage accounts and key vaults take 24, and storage accounts no dash.
var compactName = replace(name, '-', '')
var allTags = union({ app: 'AssetFunctions', environment: environmentName, 'azd-env-name': environmentName }, tags)

resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: 'rg-assets-${environmentName}'
  location: location
  tags: allTags
}

module identity 'modules/identity.bicep' = {
  scope: group
  name: 'identity'
  params: {
    name: 'id-${name}'
    location: location
    tags: allTags
  }
}

module monitoring 'modules/monitoring.bicep' = {
  scope: group
  name: 'monitoring'
  params: {
    name: name
    location: location
    tags: allTags
    retentionDays: logRetentionDays
    dailyQuotaGb: logDailyQuotaGb
  }
}

module storage 'modules/storage.bicep' = {
  scope: group
  name: 'storage'
  params: {
    name: 'st${compactName}'
    location: location
    tags: allTags
    privateNetworking: privateNetworking
    sku: storageSku
  }
}

module cosmos 'modules/cosmos.bicep' = {
  scope: group
  name: 'cosmos'
  params: {
    name: 'cosmos-${name}'
    location: location
    tags: allTags
    principalId: identity.outputs.principalId
    privateNetworking: privateNetworking
    capacity: databaseCapacity
    maxThroughput: databaseMaxThroughput
    secondaryLocation: databaseCapacity == 'serverless' ? '' : secondaryLocation
    operatorPrincipalId: operatorPrincipalId
  }
}

module cache 'modules/redis.bicep' = if (redis) {
  scope: group
  name: 'redis'
  params: {
    name: 'redis-${name}'
    location: location
    tags: allTags
    principalId: identity.outputs.principalId
    privateNetworking: privateNetworking
    sku: redisSku
  }
}

module vault 'modules/keyvault.bicep' = {
  scope: group
  name: 'keyvault'
  params: {
    name: 'kv${compactName}'
    location: location
    tags: allTags
    privateNetworking: privateNetworking
  }
}

module roles 'modules/roles.bicep' = {
  scope: group
  name: 'roles'
  params: {
    storageName: storage.outputs.name
    insightsName: monitoring.outputs.insightsName
    vaultName: vault.outputs.name
    principalId: identity.outputs.principalId
    operatorPrincipalId: operatorPrincipalId
    operatorPrincipalType: operatorPrincipalType
  }
}

module network 'modules/network.bicep' = if (privateNetworking) {
  scope: group
  name: 'network'
  params: {
    name: name
    location: location
    tags: allTags
    addressPrefix: networkPrefix
  }
}

module blobEndpoint 'modules/endpoint.bicep' = if (privateNetworking) {
  scope: group
  name: 'endpoint-blob'
  params: {
    name: name
    location: location
    tags: allTags
    networkId: network!.outputs.networkId
    subnetId: network!.outputs.endpointSubnetId
    serviceId: storage.outputs.id
    groupId: 'blob'
    zone: 'privatelink.blob.${environment().suffixes.storage}'
  }
}

module queueEndpoint 'modules/endpoint.bicep' = if (privateNetworking) {
  scope: group
  name: 'endpoint-queue'
  params: {
    name: name
    location: location
    tags: allTags
    networkId: network!.outputs.networkId
    subnetId: network!.outputs.endpointSubnetId
    serviceId: storage.outputs.id
    groupId: 'queue'
    zone: 'privatelink.queue.${environment().suffixes.storage}'
  }
}

module cosmosEndpoint 'modules/endpoint.bicep' = if (privateNetworking) {
  scope: group
  name: 'endpoint-cosmos'
  params: {
    name: name
    location: location
    tags: allTags
    networkId: network!.outputs.networkId
    subnetId: network!.outputs.endpointSubnetId
    serviceId: cosmos.outputs.id
    groupId: 'Sql'
    zone: 'privatelink.documents.azure.com'
  }
}

module vaultEndpoint 'modules/endpoint.bicep' = if (privateNetworking) {
  scope: group
  name: 'endpoint-vault'
  params: {
    name: name
    location: location
    tags: allTags
    networkId: network!.outputs.networkId
    subnetId: network!.outputs.endpointSubnetId
    serviceId: vault.outputs.id
    groupId: 'vault'
    zone: 'privatelink.vaultcore.azure.net'
  }
}

module redisEndpoint 'modules/endpoint.bicep' = if (privateNetworking && redis) {
  scope: group
  name: 'endpoint-redis'
  params: {
    name: name
    location: location
    tags: allTags
    networkId: network!.outputs.networkId
    subnetId: network!.outputs.endpointSubnetId
    serviceId: cache!.outputs.id
    groupId: 'redisEnterprise'
    zone: 'privatelink.redis.azure.net'
  }
}

module functions 'modules/functions.bicep' = {
  scope: group
  name: 'functions'
  params: {
    name: name
    location: location
    tags: allTags
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    storageName: storage.outputs.name
    deploymentContainer: storage.outputs.deploymentContainer
    insightsConnection: monitoring.outputs.insightsConnection
    cosmosEndpoint: cosmos.outputs.endpoint
    cosmosDatabase: cosmos.outputs.database
    redisConnection: redis ? cache!.outputs.connection : ''
    vaultName: vault.outputs.name
    subnetId: privateNetworking ? network!.outputs.appSubnetId : ''
    syncSchedule: syncSchedule
    priceRefreshSchedule: priceRefreshSchedule
    marketRefreshSchedule: marketRefreshSchedule
    warmRedisSchedule: warmRedisSchedule
    positionSources: positionSources
    paidPrices: paidPrices
    allowedAddresses: allowedAddresses
    allowedOrigins: allowedOrigins
    settings: settings
    alwaysReady: alwaysReadyHttp == 0 ? [] : [
      {
        name: 'http'
        instanceCount: alwaysReadyHttp
      }
    ]
    maximumInstances: maximumInstances
    instanceMemoryMB: instanceMemoryMB
    httpConcurrency: httpConcurrency
  }
  // The host reads its storage and the platform the vault as soon as the app exists.
  dependsOn: [
    roles
  ]
}

module alerts 'modules/alerts.bicep' = {
  scope: group
  name: 'alerts'
  params: {
    name: name
    location: location
    tags: allTags
    workspaceId: monitoring.outputs.workspaceId
    cosmosId: cosmos.outputs.id
    alertEmail: alertEmail
  }
}

module budget 'modules/budget.bicep' = if (monthlyBudget > 0 && !empty(alertEmail) && !empty(budgetStart)) {
  scope: group
  name: 'budget'
  params: {
    name: name
    amount: monthlyBudget
    contactEmail: alertEmail
    startDate: budgetStart
  }
}

output resourceGroup string = group.name
output functionApp string = functions.outputs.name
output apiAddress string = 'https://${functions.outputs.host}/api/'
output keyVault string = vault.outputs.name
output storageAccount string = storage.outputs.name
output cosmosEndpoint string = cosmos.outputs.endpoint
output cosmosDatabase string = cosmos.outputs.database
output appPrincipalId string = identity.outputs.principalId
