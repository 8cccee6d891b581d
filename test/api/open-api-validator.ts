import { Validator } from '@seriousme/openapi-schema-validator'

/** @returns what is wrong with an OpenAPI document, as the official schema sees it. */
export async function validate(document: object): Promise<unknown[]> {
  const result = await new Validator().validate(structuredClone(document) as never)
  return result.valid ? [] : [result.errors]
}
