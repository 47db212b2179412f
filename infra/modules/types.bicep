@export()
@description('On every resource, so that azd finds what it made.')
type tags = {
  *: string
}

@export()
@description('An alarm of alarms.json. It has either the number of an event in the log, or a query of its own.')
type alarm = {
  @description('In the name of its rule, and of its page in the runbook.')
  name: string

  @description('The event id that the app logs.')
  event: int?

  @description('What has an alert of its own, so that a second one is not hidden by the first; without it the event has one for all.')
  per: 'SellId' | 'Partner' | 'Provider'?

  @description('Rows that are counted, instead of an event.')
  query: string?

  @description('0 critical, 1 error, 2 warning, 3 for information.')
  severity: 0 | 1 | 2 | 3

  @description('How the count is compared.')
  operator: 'GreaterThan' | 'LessThan'

  @description('The count that it is compared with.')
  threshold: int

  @description('Over how long rows are counted.')
  window: 'PT5M' | 'PT15M' | 'PT30M' | 'PT1H' | 'P1D' | 'P2D'

  @description('How often.')
  every: 'PT5M' | 'PT15M' | 'PT30M' | 'PT1H'

  @description('What it means, for whoever is woken by it.')
  meaning: string
}
