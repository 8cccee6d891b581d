import { theVault } from '../../platform/vault.ts'
import { useState } from 'react'
import { Checkbox, RadioGroup, Select } from '../../ui/fields.tsx'
import { plural } from '../../ui/format.ts'
import { Kbd } from '../../ui/Kbd.tsx'
import { useSingleKeys } from '../../ui/shortcuts.ts'
import { useDensity, useTheme } from '../../ui/theme.ts'
import { keepShownSeconds, readShownSeconds } from '../credentials/shown-seconds.ts'
import { SettingsBody, SettingsFrame, SettingsSection } from './SettingsFrame.tsx'

const minutes = [1, 2, 5, 10, 15, 20, 30, 45, 60]

/** How Runkeep looks and behaves on this device. Everything applies at once; there is nothing to save. */
export default function AppearancePage() {
  const [theme, setTheme] = useTheme()
  const [density, setDensity] = useDensity()
  const [singleKeys, setSingleKeys] = useSingleKeys()
  return (
    <SettingsFrame title="Appearance" summary="Kept on this device, applies at once">
      <SettingsBody>
        <SettingsSection title="Look">
          <RadioGroup
            label="Theme"
            value={theme}
            onChange={setTheme}
            options={[
              { value: 'system', label: 'As the system has it' },
              { value: 'light', label: 'Light' },
              { value: 'dark', label: 'Dark' },
            ]}
          />
          <RadioGroup
            label="Rows of lists"
            value={density}
            onChange={setDensity}
            hint="On a touch screen rows are tall enough for fingers, whatever is chosen here."
            options={[
              { value: 'default', label: 'Roomy' },
              { value: 'compact', label: 'Compact' },
            ]}
          />
        </SettingsSection>
        <SettingsSection title="Keyboard">
          <Checkbox
            label="Single keys act"
            hint={
              <>
                <Kbd keys="J" /> moves down, <Kbd keys="V" /> verifies, <Kbd keys="G R" /> goes to the runbooks. Switch
                them off for speech input. Keys with <Kbd keys="Ctrl" /> always work; <Kbd keys="?" /> lists what a page
                has.
              </>
            }
            checked={singleKeys}
            onChange={(event) => setSingleKeys(event.currentTarget.checked)}
          />
        </SettingsSection>
        <SettingsSection title="Lock">
          <LockTime />
        </SettingsSection>
        <SettingsSection title="Secrets">
          <ShownTime />
        </SettingsSection>
      </SettingsBody>
    </SettingsFrame>
  )
}

function LockTime() {
  const vault = theVault()
  const [after, setAfter] = useState(() => vault.lockAfterMinutes())
  const options = [...new Set([...minutes, after])].sort((one, other) => one - other)
  return (
    <Select
      label="Lock by itself after"
      width="short"
      hint="Counted from the last key, press or scroll in any tab. On a phone also two minutes after it is out of sight."
      value={String(after)}
      options={options.map((each) => ({ value: String(each), label: plural(each, 'minute') }))}
      onChange={(value) => {
        vault.lockAfter(Number(value))
        setAfter(Number(value))
      }}
    />
  )
}

function ShownTime() {
  const [seconds, setSeconds] = useState(readShownSeconds)
  const options = [...new Set([10, 20, 30, 45, 60, seconds])].sort((one, other) => one - other)
  return (
    <Select
      label="Hide what is shown after"
      width="short"
      hint="Pointing at it holds it open. Locking, printing and another tab hide it at once."
      value={String(seconds)}
      options={options.map((each) => ({ value: String(each), label: plural(each, 'second') }))}
      onChange={(value) => {
        keepShownSeconds(Number(value))
        setSeconds(Number(value))
      }}
    />
  )
}
