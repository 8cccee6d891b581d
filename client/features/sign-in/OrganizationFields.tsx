import { useState } from 'react'
import { ownZone } from '../../ui/format.ts'
import { Select, TextField } from '../../ui/fields.tsx'
import { slugOf } from './slug.ts'

/** Name, name in addresses and time zone of a new organization. */
export function OrganizationFields() {
  const [slug, setSlug] = useState('')
  const [isOwnSlug, setOwnSlug] = useState(false)
  return (
    <>
      <TextField
        label="Name of the organization"
        name="organizationName"
        autoComplete="organization"
        onChange={(event) => !isOwnSlug && setSlug(slugOf(event.currentTarget.value))}
      />
      <TextField
        label="Short name for addresses"
        name="slug"
        hint={`Its pages stand at ${location.host}/o/${slug || 'calder-wick'}. It stays as it is.`}
        isMono
        value={slug}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        onChange={(event) => {
          setOwnSlug(event.currentTarget.value !== '')
          setSlug(event.currentTarget.value)
        }}
      />
      <TimeZoneField defaultValue={ownZone} />
    </>
  )
}

export function TimeZoneField({ defaultValue }: { defaultValue: string }) {
  return (
    <Select
      label="Time zone"
      name="timeZone"
      width="long"
      hint="Review dates and deadlines are counted in it."
      defaultValue={defaultValue}
      options={timeZones(defaultValue).map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }))}
    />
  )
}

/** What this browser knows, with the one in question and UTC, which some leave out. */
export function timeZones(also: string): string[] {
  return [...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', also])].sort()
}
