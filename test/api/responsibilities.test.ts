import { describe, expect, test } from 'vitest'
import { confirmLane, listLanes, saveLane, whoToCall } from '#contract/responsibilities.ts'
import { aLane, blankLane, held, laneAs } from '../support/lanes.ts'
import { aVault } from '../support/vault.ts'

describe('lanes', () => {
  test('an organization starts with the usual ones, and nobody in them', async () => {
    const vault = aVault()
    const { body } = await vault.as('mara', listLanes, {})
    expect(body.items.map(({ name }) => name)).toHaveLength(18)
    expect(body).toMatchObject({ gaps: 18, collisions: 0, mayEdit: true })
  })
  test('smoke', async () => {
    const vault = aVault()
    const laneId = await aLane(vault, { accountable: [held(vault, 'mara')], firstInHours: held(vault, 'tariq') })
    expect(await laneAs(vault, 'tariq', laneId)).toMatchObject({ name: 'Network', revision: 1 })
    const saved = await vault.as('jonas', saveLane, {
      ...blankLane,
      laneId,
      revision: 1,
      accountable: [held(vault, 'mara')],
      firstInHours: held(vault, 'tariq'),
    })
    expect(saved.body).toEqual({ revision: 1 })
    expect(await vault.as('tariq', confirmLane, { laneId, revision: 1 })).toMatchObject({ status: 200 })
  })
})
