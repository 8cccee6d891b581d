/**
 * What a session was begun with, in words: `Firefox on Windows`. Only what a `User-Agent` really tells: versions are
 * frozen or lie by now, and an iPad may call itself a Mac. What is none of the usual ones is shown as it named itself.
 */
export function deviceWords(agent: string): string {
  const program = nameIn(programs, agent)
  const system = nameIn(systems, agent)
  if (program) return system ? `${program} on ${system}` : program
  const named = agent.replace(/[^\x20-\x7e]/g, '').slice(0, 60)
  return named === '' ? 'An unknown program' : named
}

type Names = readonly (readonly [sign: RegExp, name: string])[]

// In this order: each of them also claims to be some of those below it.
const programs: Names = [
  [/^runkeep command line/, 'Command line'],
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Chrome|Chromium|HeadlessChrome|CriOS)\//, 'Chrome'],
  [/\bVersion\/.*\bSafari\//, 'Safari'],
]
const systems: Names = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bWindows\b|\bwin32\b/, 'Windows'],
  [/\bMac(?:intosh| OS)\b|\bdarwin\b/, 'macOS'],
  [/\bLinux\b|\bX11\b|\blinux\b/, 'Linux'],
]

const nameIn = (names: Names, agent: string): string | undefined => names.find(([sign]) => sign.test(agent))?.[1]
