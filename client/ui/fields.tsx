/** One address for all fields. The doors, where every byte counts, import `text-fields.tsx` itself. */
export { Checkbox, PassphraseField, TextArea, TextField } from './text-fields.tsx'
export { DateField, RadioGroup, Select } from './choice-fields.tsx'
