import type { GroupKind, Shape } from '#contract/diagrams.ts'
import type { Style } from './style.ts'

/** What draw.io drew: the words of its stencil or picture, and where a picture came from. */
export interface Drawn {
  /** The last part of the name: `cisco.routers.mobile_access_router` is a "mobile access router". */
  words: string
  /** All of it, with its family. */
  family: string
  /** The name of a picture's file as it was written, which may be that of a model. */
  title: string
  /** A picture that is not draw.io's own: inside the file, or somewhere on the web. */
  picture: 'inside' | 'web' | undefined
}

/** Of a plain box, ellipse or cloud: no words. */
export function drawnBy(style: Style): Drawn {
  const shape = style.of('shape')
  const image = style.of('image')
  if (
    image &&
    (shape === 'image' || shape === '' || shape === 'label' || style.names.has('image') || style.names.has('label'))
  ) {
    const isWeb = /^(?:https?:)?\/\//i.test(image)
    const isInside = /^data:/i.test(image)
    const file = isInside
      ? ''
      : (image.split(/[?#]/)[0]?.split('/').pop() ?? '').replace(/\.(?:svg|png|gif|jpe?g|webp)$/i, '')
    const title = decoded(file)
      .replace(/[_-]?\d{2,4}x\d{2,4}$/, '')
      .replace(/[_\s]+/g, ' ')
      .trim()
    const words = plainWords(title)
    return {
      words,
      title,
      family: plainWords(isInside || isWeb ? words : image),
      picture: isInside ? 'inside' : isWeb ? 'web' : undefined,
    }
  }
  if (/^stencil\(/.test(shape)) return { words: 'own shape', family: '', title: '', picture: undefined }
  const icon = style.of('resIcon') || style.of('prIcon') || style.of('grIcon') || style.of('aws4Icon')
  const name = icon && icon !== 'none' ? icon : shape
  if (plainShapes.has(name) || generic.test(name)) return { words: '', family: '', title: '', picture: undefined }
  return {
    words: plainWords(name.split('.').pop() ?? ''),
    family: plainWords(name.replace(/^mxgraph\./, '')),
    title: '',
    picture: undefined,
  }
}

/** Libraries of arrows, frames and boxes, which stand for nothing by themselves. */
const generic = /^mxgraph\.(?:arrows2?|basic|flowchart|infographic|mockup|floorplan)\./

const plainShapes = new Set([
  'line',
  'singleArrow',
  'doubleArrow',
  'flexArrow',
  'curlyBracket',
  '',
  'rect',
  'rectangle',
  'roundRectangle',
  'ext',
  'label',
  'ellipse',
  'doubleEllipse',
  'cloud',
  'swimlane',
  'process',
  'hexagon',
  'rhombus',
  'triangle',
  'parallelogram',
  'trapezoid',
  'step',
  'card',
  'internalStorage',
  'cube',
  'partialRectangle',
  'mxgraph.eip.messageChannel',
])

const plainWords = (name: string): string =>
  name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[\W_]+/g, ' ')
    .trim()
    .toLowerCase()

function decoded(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}

/** The first that fits counts; what is more special stands above. */
const table: readonly (readonly [RegExp, Shape])[] = [
  [
    /fire ?wall|\bpix\b|\basa\b|fortigate|\bpalo ?alto|sonic ?wall|\bpf ?sense|\bopnsense|\bwaf\b|\butm\b|\bnsg\b|security (?:group|appliance)|\bids\b|\bips\b/,
    'firewall',
  ],
  [
    /load ?balanc|\belb\b|\balb\b|application gateway|traffic manager|front ?door|content switch|\bbig ?ip\b|\bf5\b|net ?scaler|\badc\b/,
    'load_balancer',
  ],
  [/printer|print server|plotter|scanner|copier|\bfax\b|\bmfp\b/, 'printer'],
  [/camera|cctv|surveillance|\bnvr\b|\bdvr\b/, 'camera'],
  [/\bups\b|uninterrupt|\bpdu\b|battery|power (?:supply|distribution|strip)|generator/, 'ups'],
  [/access ?point|wireless|wi ?fi|\bwlan\b|\bwlc\b|antenna|radio|ground terminal|aironet|\bap\b/, 'access_point'],
  [/switch|\bhub\b|\bbridge\b|concentrator|patch ?panel|catalyst|\bnexus\b|\bdcs \d|\bfabric\b|\bpbx switch/, 'switch'],
  [
    /router|gateway|modem|\bwan\b|\bmpls\b|\bdsl\b|\bdslam\b|\bcsu\b|\bont\b|\bvpn\b|express ?route|direct connect|satellite|\bsd ?wan\b|optical|transceiver/,
    'router',
  ],
  [/phone|handset|\bpda\b|\bmobile\b|\bvoip\b|headset|pager/, 'phone'],
  [/laptop|notebook|netbook/, 'laptop'],
  [
    /database|\bdb\b|\bsql\b|\brds\b|dynamo|cosmos|redis|mongo|postgres|mysql|maria|aurora|data ?warehouse|data ?store|cylinder/,
    'database',
  ],
  [
    /storage|\bnas\b|\bsan\b|\bdisks?\b|\btape\b|jbod|backup|\bs3\b|bucket|\bblob\b|\befs\b|\bebs\b|glacier|file ?share|\bzfs\b|netapp|\bhdd\b|\bssd\b/,
    'storage',
  ],
  [
    /virtual (?:machine|server|pc|desktop)|\bvms?\b|\bec2\b|\binstances?\b|hypervisor|\besxi?\b|vmware|hyper ?v|container|docker|kubernetes|\bpods?\b|compute engine|lambda|azure functions?|app services?/,
    'vm',
  ],
  [
    /\bpc\b|workstation|desktop|computer|monitor|\bterminal\b|thin client|\bclients?\b|tablet|\bipad\b|imac|\bmac\b|telecommuter house pc|display/,
    'pc',
  ],
  [
    /server|\bhosts?\b|mainframe|\bas400\b|tower|\bblade|proliant|poweredge|\bx\d{4}\b|\bucs\b|appliance|chassis|\bproxy|cluster|active directory|domain controller|\bdns\b|\bdhcp\b|\bldap\b|\bexchange\b|supercomputer|\bnode\b/,
    'server',
  ],
  [/\busers?\b|person|people|\bactor\b|\bman\b|woman|\bmale\b|female|customer|employee|community|umlactor/, 'person'],
  [/internet|\bglobe\b|\bworld\b|\bwww\b|\bearth\b/, 'internet'],
  [/cloud|\bweb service|office ?365|microsoft ?365|\bo365\b|\bm365\b|\bsaas\b|\bsharepoint\b|\bteams\b/, 'cloud'],
]
const families = /^(?:aws\w*|azure\w*|gcp\w*|alibaba|ibm cloud|office|mscae|oracle cloud)\b|\bazure\b/

/** The nearest of our shapes for a stencil or picture; undefined where none is near. */
export function nearestShape({ words, family }: Drawn, label: string): Shape | undefined {
  if (words === '') return undefined
  if (/\bcabinets\b|\belectrical\b|\bpid\b/.test(family)) return undefined
  const near = (text: string) => table.find(([pattern]) => pattern.test(text))?.[1]
  return near(words) ?? near(plainWords(label)) ?? (families.test(family) ? 'cloud' : near(family.replace(words, '')))
}

/** A cloud of draw.io is the internet where it says so. */
export const shapeOfCloud = (label: string): Shape =>
  /internet|\bisp\b|\bwww\b|\bwan\b|public net/i.test(label) ? 'internet' : 'cloud'

/** What a frame around others stands for, by its style and its name. */
export function kindOfGroup(family: string, label: string): GroupKind {
  const name = label.toLowerCase()
  if (/\brack/.test(family) || /\brack\b|\bcabinet\b/.test(name)) return 'rack'
  if (
    /\bvlan\b|subnet|\bdmz\b|\blan\b|\bwlan\b|\bsegment\b|\bvnet\b|\bvpc\b|\d+\.\d+\.\d+\.\d+|\bnetwork\b/.test(name) ||
    /subnet|\bvpc\b|vnet/.test(family)
  )
    return 'subnet'
  if (
    /\bsite\b|office|branch|building|\bhq\b|head ?quarters|data ?cent(?:er|re)|\broom\b|\bfloor\b|depot|warehouse|campus|location|\bregion\b|factory|\bworks\b|\bhome\b|school|hospital/.test(
      name,
    )
  )
    return 'site'
  return 'area'
}
