export const runPath = (slug: string, runId: string): string => `/o/${slug}/runs/${runId}`
