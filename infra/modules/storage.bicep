// Storage account of the queues, of the packages that are deployed and of the host's own state. No shared keys.
param name string
param location string
param tags object
param privateNetworking bool
@description('Redundancy: a zone-redundant account survives the loss of a data centre.')
param sku string

var queues = loadJsonContent('../queues.json')

resource account 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: {
    name: sku
  }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    publicNetworkAccess: privateNetworking ? 'Disabled' : 'Enabled'
    supportsHttpsTrafficOnly: true
    networkAcls: {
      bypass: 'None'
      defaultAction: privateNetworking ? 'Deny' : 'Allow'
    }
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2023-05-01' = {
  parent: account
  name: 'default'
}

resource deployments 'Microsoft.Storage/storageAccounts/blobServices/containers@2023-05-01' = {
  parent: blobs
  name: 'deployments'
  properties: {
    publicAccess: 'None'
  }
}

resource queueService 'Microsoft.Storage/storageAccounts/queueServices@2023-05-01' = {
  parent: account
  name: 'default'
}

resource queueOfStage 'Microsoft.Storage/storageAccounts/queueServices/queues@2023-05-01' = [for queue in queues.queues: {
  parent: queueService
  name: queue
}]

resource queueOfPoison 'Microsoft.Storage/storageAccounts/queueServices/queues@2023-05-01' = [for queue in queues.queues: {
  parent: queueService
  name: '${queue}${queues.poisonSuffix}'
}]

output id string = account.id
output name string = account.name
output deploymentContainer string = '${account.properties.primaryEndpoints.blob}${deployments.name}'
