import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { chromium, type Browser } from 'playwright-core'

/** The same browser without a window: a fifth less work. */
const shell = 'chromium-headless-shell'
const usualPlaces = [
  `/usr/bin/${shell}`,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]
const usualNames = [shell, 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

let kept: Promise<Browser> | undefined

/** The one Chromium of this process, for contexts that are closed after use: a browser costs more than a page in it. */
export async function theChromium(): Promise<Browser> {
  const browser = await (kept ??= launchChromium())
  if (browser.isConnected()) return browser
  kept = launchChromium()
  return kept
}

/** Chromium as this machine has it; quiet, and talking to nobody but our server. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: findChromium(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      `--disable-features=${withoutFeatures.join(',')}`,
    ],
  })
}

const withoutFeatures = [
  // Half of what a new window costs: renderers for the popups of an address bar that nobody sees, and one in reserve.
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'PreloadTopChromeWebUI',
  'SpareRendererForSitePerProcess',
  // Playwright's own list, whose place this one takes.
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
]

/**
 * CHROME_PATH, else the usual places and PATH. On a Debian without one, root installs the one without a window
 * (containers of CI).
 * @throws Error that says what to do.
 */
export function findChromium(): string {
  const told = process.env['CHROME_PATH']
  if (told) {
    if (existsSync(told)) return told
    throw new Error(`CHROME_PATH names ${told}, and there is nothing.`)
  }
  const found = look()
  if (found) return found
  if (existsSync('/etc/debian_version') && process.getuid?.() === 0) {
    // Several workers may come here at once: the second waits, and finds it done.
    const patient = ['-o', 'DPkg::Lock::Timeout=300', '-o', 'APT::Get::Lock::Timeout=300']
    execFileSync('apt-get', [...patient, 'update'], { stdio: 'ignore' })
    execFileSync('apt-get', [...patient, 'install', '--yes', '--no-install-recommends', shell], { stdio: 'ignore' })
    const installed = look()
    if (installed) return installed
  }
  throw new Error(
    'The browser tests need Chromium or Chrome. Install it (Debian: apt-get install chromium), or set CHROME_PATH to its program.',
  )
}

function look(): string | undefined {
  const inPath = (process.env['PATH'] ?? '')
    .split(path.delimiter)
    .flatMap((folder) => usualNames.map((name) => path.join(folder, name)))
  return [...usualPlaces, ...inPath].find((place) => existsSync(place))
}
