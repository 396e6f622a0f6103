// The function app on a Flex Consumption plan: every queue trigger scales by itself.
param name string
param location string
param tags object
param identityId string
param identityClientId string
param storageName string
@description('Address of the blob container that takes the packages.')
param deploymentContainer string
param insightsConnection string
param cosmosEndpoint string
param cosmosDatabase string
@description('Connection of Redis without any secret; empty where instances share none.')
param redisConnection string
param vaultName string
@description('Subnet the app leaves through; empty for the public network.')
param subnetId string
param syncSchedule string

@description('NCRONTAB schedule of the price refresh, UTC.')
param priceRefreshSchedule string

@description('NCRONTAB schedule of the market data refresh, UTC.')
param marketRefreshSchedule string

@description('NCRONTAB schedule on which recently held assets are kept in Redis, UTC.')
param warmRedisSchedule string
@description('Providers of positions in the order they are called, separated by commas.')
param positionSources string
@description('Whether prices come from the paid service of DefiLlama, whose key the vault holds.')
param paidPrices bool
@description('Ranges of addresses that may call the API; empty for every address.')
param allowedAddresses array
@description('Origins whose pages may call the API from a browser; empty for none.')
param allowedOrigins array
@description('Further app settings by name, with __ between the parts.')
param settings object
@description('Instances that are always running, by what they serve.')
param alwaysReady array
@minValue(40)
@maxValue(1000)
param maximumInstances int
@allowed([ 2048, 4096 ])
param instanceMemoryMB int
@description('HTTP requests that one instance serves at once.')
param httpConcurrency int

// As the app reads them: in any case, with or without spaces.
var providers = map(split(positionSources, ','), provider => toLower(trim(provider)))

// A reference, not a secret: the platform reads the vault with the identity of the app.
var secretOf = '@Microsoft.KeyVault(VaultName=${vaultName};SecretName={0})'

var identitySettings = {
  AZURE_CLIENT_ID: identityClientId
  AZURE_TOKEN_CREDENTIALS: 'ManagedIdentityCredential'
  APPLICATIONINSIGHTS_CONNECTION_STRING: insightsConnection
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
  AzureWebJobsStorage__accountName: storageName
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identityClientId
}

// Without it the root of the address serves a page of the platform that names it.
var platformSettings = {
  AzureWebJobsDisableHomepage: 'true'
}

var appSettings = {
  SyncSchedule: syncSchedule
  PriceRefreshSchedule: priceRefreshSchedule
  MarketRefreshSchedule: marketRefreshSchedule
  WarmRedisSchedule: warmRedisSchedule
  Cosmos__AccountEndpoint: cosmosEndpoint
  Cosmos__Database: cosmosDatabase
  Cosmos__CreateResources: 'false'
  Sync__Providers__Order: join(providers, ',')
  Zerion__ApiKey: format(secretOf, 'zerion-api-key')
}

var alchemySettings = contains(providers, 'alchemy') ? {
  Alchemy__ApiKey: format(secretOf, 'alchemy-api-key')
} : {}

var defiLlamaSettings = paidPrices ? {
  DefiLlama__ApiKey: format(secretOf, 'defillama-api-key')
} : {}

var redisSettings = empty(redisConnection) ? {} : {
  Redis__ConnectionString: redisConnection
  Redis__UseEntraId: 'true'
}

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: 'plan-${name}'
  location: location
  tags: tags
  kind: 'functionapp'
  sku: {
    name: 'FC1'
    tier: 'FlexConsumption'
  }
  properties: {
    reserved: true
  }
}

resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: 'func-${name}'
  location: location
  tags: union(tags, {
    'azd-service-name': 'app'
  })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    keyVaultReferenceIdentity: identityId
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: deploymentContainer
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identityId
          }
        }
      }
      runtime: {
        name: 'dotnet-isolated'
        version: '10.0'
      }
      scaleAndConcurrency: {
        alwaysReady: alwaysReady
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maximumInstances
        triggers: {
          http: {
            perInstanceConcurrency: httpConcurrency
          }
        }
      }
    }
    siteConfig: {
      ftpsState: 'Disabled'
      minTlsVersion: '1.2'
      // Packages are deployed through another host name, which takes identities only.
      cors: empty(allowedOrigins) ? null : {
        allowedOrigins: allowedOrigins
      }
      ipSecurityRestrictionsDefaultAction: empty(allowedAddresses) ? 'Allow' : 'Deny'
      ipSecurityRestrictions: [for (range, index) in allowedAddresses: {
        name: 'allowed-${index}'
        ipAddress: range
        action: 'Allow'
        priority: 100 + index
      }]
      appSettings: [for setting in items(union(identitySettings, platformSettings, appSettings, alchemySettings, defiLlamaSettings, redisSettings, settings)): {
        name: setting.key
        value: setting.value
      }]
    }
  }
}

resource noBasicDeployment 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-04-01' = {
  parent: app
  name: 'scm'
  properties: {
    allow: false
  }
}

resource noFtp 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-04-01' = {
  parent: app
  name: 'ftp'
  properties: {
    allow: false
  }
}

output name string = app.name
output host string = app.properties.defaultHostName
