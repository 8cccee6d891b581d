/** By its name a Worker knows which role to take. */
export const workerNames = {
  vault: 'runkeep-vault',
  stretcher: 'runkeep-stretcher',
  strength: 'runkeep-strength',
  palette: 'runkeep-palette',
  importer: 'runkeep-importer',
  drawio: 'runkeep-drawio',
} as const
