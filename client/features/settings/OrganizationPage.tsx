import { useState } from 'react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { OutputOf } from '#contract/endpoint.ts'
import { changeOrganizationSettings, organizationSettings } from '#contract/organizations.ts'
import { call, query } from '../../platform/api.ts'
import { Failed } from '../../platform/Failed.tsx'
import { fieldErrorsOf } from '../../platform/failure.ts'
import { isKeyHolder, sessionQuery, useOrganization } from '../../platform/session.ts'
import { textIn } from '../../platform/form-text.ts'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { Checkbox, TextField } from '../../ui/fields.tsx'
import { Form, FormActions, type FieldErrors } from '../../ui/Form.tsx'
import { LoadingText } from '../../ui/states.tsx'
import { toast } from '../../ui/Toast.tsx'
import { TimeZoneField } from '../sign-in/OrganizationFields.tsx'
import { Forbidden } from './Forbidden.tsx'
import { NewOrganizationDialog } from './NewOrganizationDialog.tsx'
import { OutsideSection } from './OutsideSection.tsx'
import { SecondFactorPolicy } from './SecurityPolicy.tsx'
import { SingleAdminPolicy } from './SingleAdminPolicy.tsx'
import { SettingsBody, SettingsFrame, SettingsSection } from './SettingsFrame.tsx'

/** Name, time zone and policies; and the way to another organization. */
export default function OrganizationPage() {
  const membership = useOrganization()
  if (!isKeyHolder(membership))
    return <Forbidden title="Organization" what="You can work here, but not change the organization." />
  return <Settings slug={membership.slug} />
}

function Settings({ slug }: { slug: string }) {
  const settings = useQuery(query(organizationSettings, { slug }))
  const [isMaking, setMaking] = useState(false)
  return (
    <SettingsFrame title="Organization">
      <SettingsBody>
        {settings.isPending && <LoadingText what="the settings" />}
        {settings.isError && (
          <Failed error={settings.error} what="The settings" onRetry={() => void settings.refetch()} />
        )}
        {settings.data && <SettingsForm key={slug} slug={slug} settings={settings.data} />}
        {settings.data && <SecondFactorPolicy slug={slug} isRequired={settings.data.requiresSecondFactor} />}
        {settings.data && <SingleAdminPolicy slug={slug} />}
        {settings.data && <OutsideSection slug={slug} />}
        <SettingsSection
          title="Bring in passwords"
          note="From KeePass, Bitwarden, 1Password, LastPass, a browser, ITFlow or any table. The file is read and encrypted on this device."
        >
          <div>
            <ButtonLink to={`/o/${slug}/import`}>Bring in passwords</ButtonLink>
          </div>
        </SettingsSection>
        <SettingsSection
          title="Another organization"
          note="One installation holds many. Nothing of one can be seen from another: no documents, no people, no counts."
        >
          <div>
            <Button onClick={() => setMaking(true)}>Make another organization</Button>
          </div>
        </SettingsSection>
      </SettingsBody>
      <NewOrganizationDialog isOpen={isMaking} onClose={() => setMaking(false)} />
    </SettingsFrame>
  )
}

const fields = ['name', 'timeZone', 'keepsSearchTexts']

function SettingsForm({ slug, settings }: { slug: string; settings: OutputOf<typeof organizationSettings> }) {
  const queries = useQueryClient()
  const [errors, setErrors] = useState<FieldErrors>({})
  const save = useMutation({
    mutationFn: (data: FormData) =>
      call(changeOrganizationSettings, {
        slug,
        name: textIn(data, 'name'),
        timeZone: textIn(data, 'timeZone'),
        keepsSearchTexts: data.has('keepsSearchTexts'),
      }),
    onMutate: () => setErrors({}),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: [organizationSettings.path] })
      await queries.invalidateQueries({ queryKey: sessionQuery.queryKey })
      toast({ words: 'Settings saved' })
    },
    onError: (error) => setErrors(fieldErrorsOf(error, fields)),
  })
  return (
    <SettingsSection title="Name and time">
      <Form
        onSubmit={(data) => !save.isPending && save.mutate(data)}
        errors={errors}
        label="Settings of the organization"
      >
        <TextField label="Name" name="name" width="long" defaultValue={settings.name} autoComplete="off" />
        <TimeZoneField defaultValue={settings.timeZone} />
        <Checkbox
          label="Keep the words of searches that found nothing"
          name="keepsSearchTexts"
          defaultChecked={settings.keepsSearchTexts}
          hint="They show what documentation is missing. Without this only their number is kept. The server can read them."
        />
        <FormActions>
          <Button type="submit" variant="primary" isPending={save.isPending}>
            Save settings
          </Button>
        </FormActions>
      </Form>
    </SettingsSection>
  )
}
