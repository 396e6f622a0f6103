// Values of one environment, from the environment variables that deploy.sh and azd set. What is not named here keeps its default.
using './main.bicep'

param environmentName = readEnvironmentVariable('AZURE_ENV_NAME')
param location = readEnvironmentVariable('AZURE_LOCATION')
param alertEmail = readEnvironmentVariable('ALERT_EMAIL', '')
param monthlyBudget = int(readEnvironmentVariable('MONTHLY_BUDGET', '100'))
param operatorPrincipalId = readEnvironmentVariable('AZURE_PRINCIPAL_ID', '')
param operatorPrincipalType = readEnvironmentVariable('AZURE_PRINCIPAL_TYPE', 'User')
param budgetStart = readEnvironmentVariable('BUDGET_START', '')
param positionSources = readEnvironmentVariable('POSITION_SOURCES', 'zerion')
param paidPrices = bool(readEnvironmentVariable('PAID_PRICES', 'false'))
// Settings that every deployment must repeat, such as the account of a restored database.
param settings = json(readEnvironmentVariable('APP_SETTINGS', '{}'))
