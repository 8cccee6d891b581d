import { memo } from 'react'
import { DeviceDrawing, GroupDrawing, LinkLine, LinkWords } from '../shapes/shapes.tsx'
import type { Prepared } from './prepared.ts'

/**
 * The drawing itself, at its place: what is seen, printed and exported alike. Nothing in it can be pressed or is read out;
 * who needs that lays it over. @param pictureHref the address of the picture that lies under the devices
 */
export const Layers = memo(function Layers({ of, pictureHref }: { of: Prepared; pictureHref?: string | undefined }) {
  const { drawing, groups, paths } = of
  const { picture } = drawing
  const links = drawing.links.flatMap((link) => {
    const path = paths.get(link.id)
    return path ? [{ link, path }] : []
  })
  return (
    <g aria-hidden="true">
      {picture && pictureHref && (
        <image href={pictureHref} width={picture.width} height={picture.height} preserveAspectRatio="none" />
      )}
      {groups.map((group) => (
        <GroupDrawing key={group.id} group={group} />
      ))}
      {links.map(({ link, path }) => (
        <LinkLine key={link.id} medium={link.medium} d={path.d} />
      ))}
      {/* Words stand above every line. */}
      {links.map(({ link, path }) => (
        <LinkWords key={link.id} medium={link.medium} path={path} />
      ))}
      {drawing.devices.map((device) => (
        <DeviceDrawing key={device.id} device={device} isHotSpot={picture !== undefined} />
      ))}
    </g>
  )
})
