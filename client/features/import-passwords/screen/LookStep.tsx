import { useMemo, useState } from 'react'
import { Button } from '../../../ui/Button.tsx'
import { RadioGroup, Select } from '../../../ui/fields.tsx'
import { formatCount, plural } from '../../../ui/format.ts'
import { formats, type ImportFormat } from '../formats.ts'
import type { Imported } from '../imported-item.ts'
import { outermostFolders, proposeCollections, type ImportChoices } from '../plan/choices.ts'
import type { ExistingCredential } from '../plan/duplicates.ts'
import { planImport } from '../plan/plan-import.ts'
import type { Settled } from '../use-import.ts'
import { FolderTargets } from './FolderTargets.tsx'
import { PlanTable } from './PlanTable.tsx'
import css from '../import-passwords.module.css'

/** The dry run: what will come, where it goes, what stays behind and why. Nothing has been sent yet. */
export function LookStep(props: {
  file: File
  format: ImportFormat
  imported: Imported
  existing: readonly ExistingCredential[]
  collections: readonly { id: string; name: string }[]
  mayMake: boolean
  onBring: (settled: Settled) => void
  onReopen: () => void
  onRestart: () => void
}) {
  const { file, format, imported, existing, collections, mayMake } = props
  const { items, leftOut } = imported
  const folders = useMemo(() => outermostFolders(items), [items])
  const [secretClass, setSecretClass] = useState<Settled['secretClass']>('standard')
  const [choices, setChoices] = useState((): ImportChoices => ({
    folders: folders.length > 0 && mayMake ? 'collections' : 'tags',
    collection: { id: collections[0]?.id ?? '' },
    collectionOf: proposeCollections(folders, collections, mayMake),
    duplicates: 'skip',
    names: new Map(),
    excluded: new Set(),
  }))
  const change = (changed: Partial<ImportChoices>) => setChoices({ ...choices, ...changed })
  const plan = useMemo(() => planImport(items, existing, choices), [items, existing, choices])
  const { bring, exists, twice } = plan.counts
  return (
    <div className={css['wide']}>
      <p>
        <strong className={css['fileName']}>{file.name}</strong>, read as {formats[format].name}:{' '}
        {plural(items.length + leftOut.length, 'entry', 'entries')}. {formatCount(bring)} will come
        {exists > 0 && `, ${plural(exists, 'is', 'are')} in the vault already`}
        {twice > 0 && `, ${plural(twice, 'is', 'are')} in the file twice`}. You become their owner; they arrive as not
        verified, with review dates spread over twelve weeks.
      </p>
      <div className={css['choices']}>
        <Select
          label={choices.folders === 'collections' ? 'Collection for the rest' : 'Collection'}
          width="medium"
          options={collections.map(({ id, name }) => ({ value: id, label: name }))}
          value={'id' in choices.collection ? choices.collection.id : ''}
          onChange={(id) => change({ collection: { id } })}
        />
        <Select
          label="Class"
          width="medium"
          options={[
            { value: 'standard', label: 'Standard: every opening is recorded' },
            { value: 'guarded', label: 'Guarded: asks for a reason too' },
          ]}
          value={secretClass}
          onChange={setSecretClass}
        />
        {folders.length > 0 && (
          <RadioGroup
            label={`Folders in the file (${formatCount(folders.length)})`}
            options={[
              {
                value: 'collections',
                label: 'Become collections',
                hint: 'The outermost ones; those inside become tags.',
              },
              { value: 'tags', label: 'Become tags' },
              { value: 'none', label: 'Are dropped' },
            ]}
            value={choices.folders}
            onChange={(value) => change({ folders: value })}
          />
        )}
        {(exists > 0 || choices.duplicates === 'bring') && (
          <RadioGroup
            label="What is in the vault already"
            options={[
              { value: 'skip', label: 'Is skipped' },
              { value: 'bring', label: 'Is brought in a second time' },
            ]}
            value={choices.duplicates}
            onChange={(duplicates) => change({ duplicates })}
          />
        )}
      </div>
      {choices.folders === 'collections' && folders.length > 0 && (
        <FolderTargets
          folders={folders}
          collections={collections}
          mayMake={mayMake}
          collectionOf={choices.collectionOf}
          onChange={(collectionOf) => change({ collectionOf })}
        />
      )}
      <div className={css['actions']}>
        <Button
          variant="primary"
          aria-disabled={bring === 0}
          onClick={() => bring > 0 && props.onBring({ plan, secretClass })}
        >
          {bring === 0 ? 'Nothing to bring in' : `Bring in ${plural(bring, 'credential')}`}
        </Button>
        <Button onClick={props.onReopen}>Read it as another format</Button>
        <Button onClick={props.onRestart}>Choose another file</Button>
      </div>
      <PlanTable
        plan={plan}
        leftOut={leftOut}
        collections={collections}
        onName={(index, name) => change({ names: new Map(choices.names).set(index, name) })}
        onExclude={(index, isExcluded) => {
          const excluded = new Set(choices.excluded)
          if (isExcluded) excluded.add(index)
          else excluded.delete(index)
          change({ excluded })
        }}
      />
    </div>
  )
}
