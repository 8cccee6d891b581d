import type { GroupKind, Medium, Shape } from '#contract/diagrams.ts'

/** Ink and paper of our own drawings, as draw.io has no themes in an exported picture. */
const ink = '#17222A'

const base = `html=1;whiteSpace=wrap;strokeColor=${ink};fontColor=${ink};`
const icon = `${base}fillColor=#FFFFFF;strokeWidth=1.5;verticalLabelPosition=bottom;verticalAlign=top;labelPosition=center;align=center;outlineConnect=0;`
/** Stencils of draw.io's library "Networks" are filled pictures with thin lines of the other colour. */
const network = (name: string) =>
  `html=1;fontColor=${ink};fillColor=${ink};strokeColor=#FFFFFF;strokeWidth=1;verticalLabelPosition=bottom;verticalAlign=top;labelPosition=center;align=center;outlineConnect=0;shape=mxgraph.networks.${name};`

/** How draw.io draws our shapes: with what every draw.io has. */
export const shapeStyles: Record<Shape, string> = {
  internet: network('cloud'),
  firewall: network('firewall'),
  router: network('router'),
  switch: network('switch'),
  access_point: network('wireless_hub'),
  load_balancer: network('load_balancer'),
  server: network('server'),
  vm: network('virtual_server'),
  storage: network('storage'),
  database: `${icon}shape=cylinder3;boundedLbl=1;backgroundOutline=1;size=8;`,
  pc: network('pc'),
  laptop: network('laptop'),
  phone: network('phone_1'),
  printer: network('printer'),
  camera: network('security_camera'),
  ups: network('ups_small'),
  cloud: `${icon}ellipse;shape=cloud;`,
  person: network('user_male'),
  device: `${base}rounded=1;arcSize=8;fillColor=#FFFFFF;`,
  note: `${base}shape=note;size=14;align=left;verticalAlign=top;spacingLeft=6;fillColor=#FCEECE;`,
}

const area = `${base}container=1;collapsible=0;rounded=1;arcSize=2;absoluteArcSize=1;verticalAlign=top;align=left;spacingLeft=10;spacingTop=4;fontStyle=1;`
export const groupStyles: Record<GroupKind, string> = {
  site: `${area}fillColor=none;strokeWidth=1.5;`,
  subnet: `${area}fillColor=#F3F1EB;dashed=1;`,
  rack: `${area}fillColor=#FFFFFF;strokeWidth=2;`,
  area: `${area}fillColor=#F9F8F3;strokeColor=#798287;`,
}

const line = `html=1;edgeStyle=none;rounded=1;endArrow=none;endFill=0;labelBackgroundColor=#FFFFFF;strokeColor=${ink};fontColor=${ink};`
export const mediumStyles: Record<Medium, string> = {
  copper: line,
  fibre: `${line}strokeWidth=2.5;`,
  wireless: `${line}dashed=1;dashPattern=1 4;strokeWidth=2;`,
  vpn: `${line}dashed=1;dashPattern=8 4;`,
  other: `${line}strokeColor=#798287;`,
}

export const portStyle = `edgeLabel;html=1;align=center;verticalAlign=middle;resizable=0;points=[];labelBackgroundColor=#FFFFFF;fontColor=${ink};fontSize=10;`
