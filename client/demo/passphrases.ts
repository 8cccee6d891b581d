import { randomInt } from 'node:crypto'

/**
 * Five words of 256: 40 bits, each guess of which costs half a second of Argon2id. Enough for made-up organizations on
 * one's own machine; easy to type from the terminal.
 */
export function newPassphrase(): string {
  return Array.from({ length: 5 }, () => words[randomInt(words.length)]).join(' ')
}

// Plain things, four to seven letters, none a part of another.
const words = `
acorn album almond anchor apron arcade arrow atlas autumn badger bakery balcony bamboo barley basket beacon
beaver bicycle biscuit blanket blossom bonfire border bottle bramble bridge bronze bucket butter cabin cactus camel
candle canyon carbon carpet carrot castle cedar cellar chapel cherry chimney cider cinema circus clover cobalt
coffee comet compass copper coral cotton cradle crayon cricket crystal curtain cushion cypress dahlia dairy daisy
dancer desert diamond dinner dolphin donkey dragon drawer eagle easel eclipse elbow ember engine fabric falcon
feather fennel ferry fiddle flannel flute forest fossil fountain friday galaxy garden garlic ginger giraffe glacier
goblet granite grape gravel guitar hammer harbor harvest hazel heron hickory hollow honey horizon hummus iceberg
igloo indigo island ivory jacket jaguar jasmine jelly jersey jigsaw juniper kayak kennel kettle kitchen kiwi
ladder lagoon lantern laurel lemon lentil lettuce library lilac linen lobster lunar magnet mango maple marble
market meadow melon merlin mirror mitten monday mosaic muffin museum mustard nectar needle nickel noodle nutmeg
oasis ocean olive onion orange orchid osprey otter oyster paddle palace panda papaya parade parcel parrot
pasture peanut pebble pencil pepper piano pickle pigeon pillow pirate planet plaza pocket poem pollen pony
poppy prairie prism pumpkin puzzle quarry quartz quilt rabbit radish raisin raven ribbon river robin rocket
saddle saffron sailor salmon sandal satin scarf shadow silver sketch slipper spider spruce stable summer sunset
swallow tablet teapot temple thistle thunder ticket tiger timber tomato topaz tractor tulip tunnel turnip turtle
rooster kernel canopy valley vanilla velvet violin walnut willow window winter wizard yellow yogurt zebra zipper
`
  .trim()
  .split(/\s+/)
