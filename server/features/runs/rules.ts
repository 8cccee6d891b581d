/** What other features know of runs. Starting one is not here: it asks about incidents, which ask about runs. */
export { finishRunsOf, runsOfIncident, type RunOfIncident } from './of-incident.ts'
