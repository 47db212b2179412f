targetScope = 'subscription'

// ---- What azd knows ----

@description('The name of this installation; azd\'s environment.')
@minLength(1)
@maxLength(32)
param environmentName string

@description('The region.')
@metadata({ azd: { type: 'location' } })
param location string

@description('Who deploys: may write the first secrets. Empty for nobody.')
param principalId string = ''

@description('What kind of principal that is.')
param principalType 'User' | 'ServicePrincipal' | 'Group' = 'User'

// ---- What azd asks for ----

@description('The custodian\'s API; empty where only EVM networks are served, without one.')
param custodianUrl string = ''

@description('The payout provider\'s API.')
param payoutsUrl string

@description('The KYC provider\'s API.')
param kycUrl string

@description('The rate source\'s API.')
param ratesUrl string

@description('The address that is told of alarms.')
param alertEmail string

// ---- What may be said besides, by azd env set ----

@description('The screening provider\'s API; empty for none.')
param screeningUrl string = ''

@description('An EVM network without a custodian: the forwarders\' factory; empty for none. See docs/evm.md. The nodes\' addresses are a secret.')
param evmFactory string = ''

@description('Where the forwarders send what comes to them.')
param evmTreasury string = ''

@description('The account that pays refunds and gas.')
param evmAccount string = ''

@description('Web3Signer, which has the account\'s key.')
param evmSignerUrl string = ''

@description('The network\'s number by EIP-155; empty for Ethereum\'s main network.')
param evmChainId string = ''

@description('The tokens\' contracts on another network: USDC=0x...,USDT=0x...')
param evmContracts string = ''

@description('The most that a unit of gas may cost, in gwei; empty for the app\'s own limit.')
param evmMaximumFee string = ''

@description('Below so much of the network\'s own coin operators are alarmed.')
param evmLowestGas string = ''

@description('Whether the network says which block is final.')
param evmFinalized 'on' | 'off' = 'on'

@description('Nothing newer than so many blocks is final.')
param evmFinalAfter string = ''

@description('How many blocks a node is asked about at once.')
param evmBlockRange string = ''

@description('The first nonce that may be used, after an operator has looked at all before it.')
param evmFirstNonce string = ''

@description('Other EVM networks without a custodian: their names, separated by commas, such as BASE.')
param evmNetworks string = ''

@description('Their settings, separated by semicolons, each begun by its network\'s name: BASE_CHAIN_ID=8453;BASE_FACTORY=0x... The nodes\' addresses are secrets.')
param evmNetworkSettings string = ''

@description('The card provider\'s page; without it no card can be given on the sell page.')
param cardPageUrl string = ''

@description('The address that partners, users and providers know; empty for the app\'s own.')
param publicUrl string = ''

@description('The app registration by which operators sign in; empty: by keys alone. The hook before provisioning makes one.')
param signInClientId string = ''

@description('Whether what moves money or waives a check waits for a second operator.')
param approvals 'on' | 'off' = 'on'

@description('What becomes of a deposit whose sender\'s risk nobody names.')
param unknownRisk 'hold' | 'allow' = 'hold'

@description('How long a sell waits for its deposit.')
param depositWindow string = '06:00:00'

@description('How long a deposit usually takes to confirm; what takes longer is told once.')
param usualConfirmation string = '00:30:00'

@description('How long a payout usually takes to settle; what takes longer is told once.')
param usualPayout string = '01:00:00'

@description('The least that a sell may be, by asset: USDT/TRC20=5; of others the app\'s own.')
param minimums string = ''

@description('The most that a sell may be, by asset: USDT/TRC20=5000.')
param maximums string = ''

@description('What is not worth sending back, by asset: USDT/TRC20=1.')
param dust string = ''

@description('What users bear of sending back what came wrongly, by asset: USDT/TRC20=1.5.')
param refundCosts string = ''

@description('How deep a deposit has to be, by asset: USDT/TRC20=20, or with fewer below an amount USDT/TRC20=3:100:20.')
param confirmations string = ''

@description('Calls a second and at once, of each partner; empty for the app\'s own limit.')
param partnerRate string = ''

@description('The same of each sell page.')
param sessionRate string = ''

@description('The same of each operator.')
param operatorRate string = ''

@description('The same of refused credentials of each address.')
param strangerRate string = ''

@description('The header in which the platform says where a request came from, and which callers cannot forge. Behind a proxy of your own, its header.')
param clientAddressHeader string = 'CLIENT-IP'

@description('Every event goes to a Service Bus topic too.')
param useServiceBus bool = false

@description('Live updates by WebSocket, through Web PubSub.')
param useWebPubSub bool = false

@description('The app and its host\'s storage in several availability zones, where the region has them.')
param zoneRedundant bool = false

@description('Storage, vault and bus are reached by private endpoints alone. The app itself stays public: partners and users call it.')
param privateNetworking bool = false

@description('The private network\'s addresses.')
param networkPrefix string = '10.20.0.0/16'

@description('With private networking: from where people write secrets, addresses or ranges separated by commas.')
param operatorAddresses string = ''

@description('At most so many instances of the app.')
param maximumInstances int = 40

@description('The memory of an instance.')
param instanceMemoryMB 512 | 2048 | 4096 = 2048

@description('So many instances are always there for HTTP.')
param alwaysReadyInstances int = 0

@description('How long logs are kept, in days.')
param logRetentionDays int = 90

// ---- What follows from it ----

var token = toLower(uniqueString(subscription().id, environmentName, location))
var tags = { 'azd-env-name': environmentName }
var names = {
  app: 'offramp-${token}'
  bus: 'sb-offramp-${token}'
  copyStorage: 'stcopies${token}'
  hostStorage: 'sthost${token}'
  identity: 'id-offramp-${token}'
  insights: 'appi-offramp-${token}'
  tableStorage: 'sttables${token}'
  vault: 'kv-${token}'
  webPubSub: 'wps-offramp-${token}'
}
var ownUrl = 'https://${names.app}.azurewebsites.net'
var signsIn = !empty(signInClientId)
var topicName = 'offramp-events'
var packages = 'packages'
var copies = 'copies'
var suffix = environment().suffixes.storage
var zones = {
  blob: 'blob.${suffix}'
  queue: 'queue.${suffix}'
  table: 'table.${suffix}'
  vault: 'vaultcore.azure.net'
  namespace: 'servicebus.windows.net'
}

var evmNames = filter(map(split(evmNetworks, ','), name => trim(name)), name => !empty(name))
var evmSettings = filter(map(split(evmNetworkSettings, ';'), setting => trim(setting)), setting => !empty(setting))

// What the vault has to hold. The hook after provisioning asks for what is not there yet.
var vaultNames = concat(
  ['server-key', 'payouts-token', 'payouts-secret', 'kyc-token', 'kyc-secret', 'rates-token'],
  empty(custodianUrl) ? [] : ['custodian-token', 'custodian-secret'],
  empty(screeningUrl) ? [] : ['screening-token'],
  empty(evmFactory) ? [] : ['evm-nodes'],
  map(evmNames, name => 'evm-${toLower(name)}-nodes'),
  signsIn ? [] : ['operator-keys']
)

resource group 'Microsoft.Resources/resourceGroups@2025-04-01' = {
  name: 'rg-offramp-${environmentName}'
  location: location
  tags: tags
}

module identity 'modules/identity.bicep' = {
  scope: group
  params: {
    name: names.identity
    location: location
    tags: tags
  }
}

module monitoring 'modules/monitoring.bicep' = {
  scope: group
  params: {
    workspaceName: 'log-offramp-${token}'
    insightsName: names.insights
    location: location
    tags: tags
    retentionDays: logRetentionDays
  }
}

module hostStorage 'modules/storage.bicep' = {
  scope: group
  params: {
    name: names.hostStorage
    location: location
    tags: tags
    sku: zoneRedundant ? 'Standard_ZRS' : 'Standard_LRS'
    containers: [packages]
    isPrivate: privateNetworking
    isLocked: false
    workspaceId: monitoring.outputs.workspaceId
  }
}

// The record of every sell. It is copied to another region whatever else is chosen.
module tableStorage 'modules/storage.bicep' = {
  scope: group
  params: {
    name: names.tableStorage
    location: location
    tags: tags
    sku: zoneRedundant ? 'Standard_GZRS' : 'Standard_GRS'
    isPrivate: privateNetworking
    isLocked: true
    workspaceId: monitoring.outputs.workspaceId
  }
}

// Of every night, in an account of their own: who loses the tables has these.
module copyStorage 'modules/storage.bicep' = {
  scope: group
  params: {
    name: names.copyStorage
    location: location
    tags: tags
    sku: zoneRedundant ? 'Standard_GZRS' : 'Standard_GRS'
    containers: [copies]
    isPrivate: privateNetworking
    isLocked: true
    isForCopies: true
    workspaceId: monitoring.outputs.workspaceId
  }
}

module vault 'modules/key-vault.bicep' = {
  scope: group
  params: {
    name: names.vault
    location: location
    tags: tags
    isPrivate: privateNetworking
    operatorAddresses: filter(split(operatorAddresses, ','), address => !empty(address))
    workspaceId: monitoring.outputs.workspaceId
  }
}

module serviceBus 'modules/service-bus.bicep' = if (useServiceBus) {
  scope: group
  params: {
    name: names.bus
    location: location
    tags: tags
    topicName: topicName
    isPrivate: privateNetworking
    workspaceId: monitoring.outputs.workspaceId
  }
}

module webPubSub 'modules/web-pubsub.bicep' = if (useWebPubSub) {
  scope: group
  params: {
    name: names.webPubSub
    location: location
    tags: tags
    appUrl: ownUrl
    units: 1
    workspaceId: monitoring.outputs.workspaceId
  }
}

module network 'modules/network.bicep' = if (privateNetworking) {
  scope: group
  params: {
    name: 'vnet-offramp-${token}'
    location: location
    tags: tags
    addressPrefix: networkPrefix
    zones: useServiceBus
      ? [zones.blob, zones.queue, zones.table, zones.vault, zones.namespace]
      : [zones.blob, zones.queue, zones.table, zones.vault]
  }
}

module hostEndpoints 'modules/private-endpoint.bicep' = [for part in ['blob', 'queue', 'table']: if (privateNetworking) {
  scope: group
  params: {
    name: 'pe-host-${part}-${token}'
    location: location
    tags: tags
    serviceId: hostStorage.outputs.id
    group: part
    subnetId: network!.outputs.endpointSubnetId
    zoneSuffix: zones[part]
  }
}]

module tableEndpoint 'modules/private-endpoint.bicep' = if (privateNetworking) {
  scope: group
  params: {
    name: 'pe-tables-${token}'
    location: location
    tags: tags
    serviceId: tableStorage.outputs.id
    group: 'table'
    subnetId: network!.outputs.endpointSubnetId
    zoneSuffix: zones.table
  }
}

module copyEndpoint 'modules/private-endpoint.bicep' = if (privateNetworking) {
  scope: group
  params: {
    name: 'pe-copies-${token}'
    location: location
    tags: tags
    serviceId: copyStorage.outputs.id
    group: 'blob'
    subnetId: network!.outputs.endpointSubnetId
    zoneSuffix: zones.blob
  }
}

module vaultEndpoint 'modules/private-endpoint.bicep' = if (privateNetworking) {
  scope: group
  params: {
    name: 'pe-vault-${token}'
    location: location
    tags: tags
    serviceId: vault.outputs.id
    group: 'vault'
    subnetId: network!.outputs.endpointSubnetId
    zoneSuffix: zones.vault
  }
}

module busEndpoint 'modules/private-endpoint.bicep' = if (privateNetworking && useServiceBus) {
  scope: group
  params: {
    name: 'pe-bus-${token}'
    location: location
    tags: tags
    serviceId: serviceBus!.outputs.id
    group: 'namespace'
    subnetId: network!.outputs.endpointSubnetId
    zoneSuffix: zones.namespace
  }
}

module roles 'modules/roles.bicep' = {
  scope: group
  dependsOn: [hostStorage, tableStorage, copyStorage, vault, monitoring, serviceBus, webPubSub]
  params: {
    appPrincipalId: identity.outputs.principalId
    appPrincipalName: names.identity
    deployerPrincipalId: principalId
    deployerPrincipalType: principalType
    hostStorageName: names.hostStorage
    tableStorageName: names.tableStorage
    copyStorageName: names.copyStorage
    vaultName: names.vault
    insightsName: names.insights
    usesServiceBus: useServiceBus
    busName: names.bus
    topicName: topicName
    usesWebPubSub: useWebPubSub
    webPubSubName: names.webPubSub
  }
}

module app 'modules/function-app.bicep' = {
  scope: group
  // The app reads its secrets and the host its storage as soon as they are there.
  dependsOn: [roles, hostEndpoints, tableEndpoint, copyEndpoint, vaultEndpoint]
  params: {
    name: names.app
    planName: 'plan-offramp-${token}'
    location: location
    tags: tags
    identityId: identity.outputs.id
    packageUrl: '${hostStorage.outputs.endpoints.blob}${packages}'
    isZoneRedundant: zoneRedundant
    subnetId: privateNetworking ? network!.outputs.appSubnetId : ''
    maximumInstances: maximumInstances
    instanceMemoryMB: instanceMemoryMB
    alwaysReadyInstances: alwaysReadyInstances
    workspaceId: monitoring.outputs.workspaceId
    // What is empty is as if it were not set.
    settings: union(toObject(
      evmSettings,
      setting => 'OFFRAMP_EVM_${split(setting, '=')[0]}',
      setting => substring(setting, indexOf(setting, '=') + 1)
    ), toObject(
      evmNames,
      name => 'OFFRAMP_EVM_${name}_NODES',
      name => '@Microsoft.KeyVault(SecretUri=${vault.outputs.uri}secrets/evm-${toLower(name)}-nodes)'
    ), {
      AzureWebJobsStorage__credential: 'managedidentity'
      AzureWebJobsStorage__clientId: identity.outputs.clientId
      AzureWebJobsStorage__blobServiceUri: hostStorage.outputs.endpoints.blob
      AzureWebJobsStorage__queueServiceUri: hostStorage.outputs.endpoints.queue
      AzureWebJobsStorage__tableServiceUri: hostStorage.outputs.endpoints.table
      OFFRAMP_TABLES_URL: tableStorage.outputs.endpoints.table
      OFFRAMP_COPIES: 'https://${names.copyStorage}.${zones.blob}/${copies}'

      // The app signs in as its identity or not at all: nothing else is tried. The last is for operators' sign-in.
      AZURE_CLIENT_ID: identity.outputs.clientId
      AZURE_TOKEN_CREDENTIALS: 'ManagedIdentityCredential'
      OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID: identity.outputs.clientId

      APPLICATIONINSIGHTS_CONNECTION_STRING: monitoring.outputs.connectionString
      APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'Authorization=AAD;ClientId=${identity.outputs.clientId}'

      OFFRAMP_PUBLIC_URL: empty(publicUrl) ? ownUrl : publicUrl
      OFFRAMP_SERVER_KEY: '@Microsoft.KeyVault(SecretUri=${vault.outputs.uri}secrets/server-key)'
      OFFRAMP_CUSTODIAN_URL: custodianUrl
      OFFRAMP_CUSTODIAN_TOKEN: empty(custodianUrl) ? '' : '@Microsoft.KeyVault(SecretUri=${vault.outputs.uri}secrets/custodian-token)'
      OFFRAMP_CUSTODIAN_SECRET: empty(custodianUrl) ? '' : '@Microsoft.KeyVault(SecretUri=${vault.outputs.uri}secrets/custodian-secret)'
      OFFRAMP_PAYOUTS_URL: payoutsUrl
      OFFRAMP_PAYOUTS_TOKEN: '@Microsoft.KeyVault(SecretUri=${vault.outputs.uri}secrets/payouts-token)'
      OFFRAMP_PAYOUTS_SECRET: '@Microsoft.KeyVault(SecretUri=${vault.outputs.uri}secrets/payouts-secret)'
      OFFRAMP_KYC_URL: kycUrl
      OFFRAMP_KYC_TOKEN: '@Microsoft.KeyVault(SecretUri=${vault.outputs.uri}secrets/kyc-token)'
      OFFRAMP_KYC_SECRET: '@Microsoft.KeyVault(SecretUri=${vault.outputs.uri}secrets/kyc-secret)'
      OFFRAMP_RATES_URL: ratesUrl
      OFFRAMP_RATES_TOKEN: '@Microsoft.KeyVault(SecretUri=${vault.outputs.uri}secrets/rates-token)'
      OFFRAMP_SCREENING_URL: screeningUrl
      OFFRAMP_SCREENING_TOKEN: empty(screeningUrl) ? '' : '@Microsoft.KeyVault(SecretUri=${vault.outputs.uri}secrets/screening-token)'
      OFFRAMP_EVM_NODES: empty(evmFactory) ? '' : '@Microsoft.KeyVault(SecretUri=${vault.outputs.uri}secrets/evm-nodes)'
      OFFRAMP_EVM_CHAIN_ID: evmChainId
      OFFRAMP_EVM_FACTORY: evmFactory
      OFFRAMP_EVM_TREASURY: evmTreasury
      OFFRAMP_EVM_ACCOUNT: evmAccount
      OFFRAMP_EVM_SIGNER_URL: evmSignerUrl
      OFFRAMP_EVM_CONTRACTS: evmContracts
      OFFRAMP_EVM_MAX_FEE_GWEI: evmMaximumFee
      OFFRAMP_EVM_LOWEST_GAS: evmLowestGas
      OFFRAMP_EVM_FINALIZED: evmFinalized
      OFFRAMP_EVM_FINAL_AFTER: evmFinalAfter
      OFFRAMP_EVM_BLOCK_RANGE: evmBlockRange
      OFFRAMP_EVM_FIRST_NONCE: evmFirstNonce
      OFFRAMP_EVM_NETWORKS: evmNetworks
      OFFRAMP_CARD_PAGE_URL: cardPageUrl

      OFFRAMP_OPERATOR_AUTH: signsIn ? 'entra' : ''
      OFFRAMP_OPERATOR_KEYS: signsIn ? '' : '@Microsoft.KeyVault(SecretUri=${vault.outputs.uri}secrets/operator-keys)'
      OFFRAMP_APPROVALS: approvals
      OFFRAMP_UNKNOWN_RISK: unknownRisk
      OFFRAMP_DEPOSIT_WINDOW: depositWindow
      OFFRAMP_USUAL_CONFIRMATION: usualConfirmation
      OFFRAMP_USUAL_PAYOUT: usualPayout
      OFFRAMP_MINIMUMS: minimums
      OFFRAMP_MAXIMUMS: maximums
      OFFRAMP_DUST: dust
      OFFRAMP_REFUND_COSTS: refundCosts
      OFFRAMP_CONFIRMATIONS: confirmations
      OFFRAMP_PARTNER_RATE: partnerRate
      OFFRAMP_SESSION_RATE: sessionRate
      OFFRAMP_OPERATOR_RATE: operatorRate
      OFFRAMP_STRANGER_RATE: strangerRate
      OFFRAMP_CLIENT_ADDRESS_HEADER: clientAddressHeader

      OFFRAMP_REALTIME_URL: useWebPubSub ? 'https://${names.webPubSub}.webpubsub.azure.com' : ''
      OFFRAMP_SERVICEBUS_URL: useServiceBus ? 'https://${names.bus}.servicebus.windows.net' : ''
      OFFRAMP_SERVICEBUS_TOPIC: useServiceBus ? topicName : ''
    })
  }
}

module signIn 'modules/sign-in.bicep' = if (signsIn) {
  scope: group
  dependsOn: [app]
  params: {
    appName: names.app
    clientId: signInClientId
    anonymousPaths: loadJsonContent('anonymous-paths.json')
  }
}

module alerts 'modules/alerts.bicep' = {
  scope: group
  params: {
    location: location
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
    email: alertEmail
    alarms: loadJsonContent('alarms.json')
    prefix: 'offramp-'
  }
}

// ---- For the hooks, and for who wants to know ----

@description('The resource group.')
output OFFRAMP_RESOURCE_GROUP string = group.name

@description('The function app.')
output OFFRAMP_APP string = app.outputs.name

@description('Where the app is.')
output OFFRAMP_APP_URL string = ownUrl

@description('The vault.')
output OFFRAMP_VAULT string = vault.outputs.name

@description('What the vault has to hold, by name.')
output OFFRAMP_VAULT_NAMES string = join(vaultNames, ' ')

@description('The object id of the app\'s identity.')
output OFFRAMP_IDENTITY string = identity.outputs.principalId

@description('The tenant.')
output AZURE_TENANT_ID string = tenant().tenantId
