// Azure Managed Redis: the asset cache and the rate limits that the instances share. Access keys are off.
param name string
param location string
param tags object
param principalId string
param privateNetworking bool
param sku string

resource cluster 'Microsoft.Cache/redisEnterprise@2025-07-01' = {
  name: name
  location: location
  tags: tags
  sku: {
    name: sku
  }
  properties: {
    highAvailability: 'Enabled'
    minimumTlsVersion: '1.2'
    publicNetworkAccess: privateNetworking ? 'Disabled' : 'Enabled'
  }
}

// Not clustered: one read takes many keys and one limit several, which need not share a hash slot. Only keys that expire are evicted.
resource database 'Microsoft.Cache/redisEnterprise/databases@2025-07-01' = {
  parent: cluster
  name: 'default'
  properties: {
    accessKeysAuthentication: 'Disabled'
    clientProtocol: 'Encrypted'
    clusteringPolicy: 'NoCluster'
    evictionPolicy: 'VolatileLRU'
    port: 10000
  }
}

resource appAccess 'Microsoft.Cache/redisEnterprise/databases/accessPolicyAssignments@2025-07-01' = {
  parent: database
  name: 'app'
  properties: {
    accessPolicyName: 'default'
    user: {
      objectId: principalId
    }
  }
}

output id string = cluster.id
// The user is the identity that has access above. The app signs in with its access token.
output connection string = '${cluster.properties.hostName}:${database.properties.port},ssl=true,user=${principalId}'
