/** What other features need of access: incidents wake standby, removal ends leases. */
export { endLeasesOf, wakeStandby } from './leases.ts'
