// Cosmos DB account with database and containers. Keys are off: the app signs in with its identity and a data-plane role.
param name string
param location string
param tags object
param principalId string
param privateNetworking bool
@allowed([ 'serverless', 'autoscale' ])
param capacity string
@description('Autoscale maximum of a container in request units per second, by container; what is not named gets the smallest.')
param maxThroughput object
@description('A second region that serves reads and takes over when the first is lost; empty for none.')
param secondaryLocation string
param operatorPrincipalId string

var definitions = loadJsonContent('../containers.json')
var smallestThroughput = 1000
var isServerless = capacity == 'serverless'
var regions = empty(secondaryLocation) ? [ location ] : [ location, secondaryLocation ]

resource account 'Microsoft.DocumentDB/databaseAccounts@2024-11-15' = {
  name: name
  location: location
  tags: tags
  kind: 'GlobalDocumentDB'
  properties: {
    databaseAccountOfferType: 'Standard'
    disableLocalAuth: true
    disableKeyBasedMetadataWriteAccess: true
    minimalTlsVersion: 'Tls12'
    publicNetworkAccess: privateNetworking ? 'Disabled' : 'Enabled'
    // Not of whether there is a second region: Azure refuses to change this together with the regions, and takes it with one.
    enableAutomaticFailover: !isServerless
    capabilities: isServerless ? [ { name: 'EnableServerless' } ] : []
    consistencyPolicy: {
      defaultConsistencyLevel: 'Session'
    }
    locations: [for (region, index) in regions: {
      locationName: region
      failoverPriority: index
      isZoneRedundant: false
    }]
    backupPolicy: {
      type: 'Continuous'
      continuousModeProperties: {
        tier: 'Continuous7Days'
      }
    }
  }
}

resource database 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases@2024-11-15' = {
  parent: account
  name: definitions.database
  properties: {
    resource: {
      id: definitions.database
    }
  }
}

// One after the other: the account takes one change of its containers at a time.
@batchSize(1)
resource containers 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers@2024-11-15' = [for definition in definitions.containers: {
  parent: database
  name: definition.id
  properties: {
    resource: definition
    options: isServerless ? {} : {
      autoscaleSettings: {
        maxThroughput: maxThroughput[?definition.id] ?? smallestThroughput
      }
    }
  }
}]

// Cosmos DB Built-in Data Contributor: documents, queries and batches; no keys, no databases, no containers.
var dataContributor = '00000000-0000-0000-0000-000000000002'
var dataReader = '00000000-0000-0000-0000-000000000001'

resource appAccess 'Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments@2024-11-15' = {
  parent: account
  name: guid(account.id, principalId, dataContributor)
  properties: {
    principalId: principalId
    roleDefinitionId: '${account.id}/sqlRoleDefinitions/${dataContributor}'
    scope: '${account.id}/dbs/${definitions.database}'
  }
  dependsOn: [
    database
  ]
}

resource operatorAccess 'Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments@2024-11-15' = if (!empty(operatorPrincipalId)) {
  parent: account
  name: guid(account.id, operatorPrincipalId, dataReader)
  properties: {
    principalId: operatorPrincipalId
    roleDefinitionId: '${account.id}/sqlRoleDefinitions/${dataReader}'
    scope: account.id
  }
}

output id string = account.id
output endpoint string = account.properties.documentEndpoint
output database string = database.name
