// Product pictures as inline SVG: a replay shows them without fetching anything.

const COLOURS = {
  Moss: ["#6b8f71", "#4d6b53"],
  Clay: ["#c8795a", "#a15c41"],
  Slate: ["#6f7f8f", "#51606e"],
  Sand: ["#dcc7a1", "#b8a079"],
  Ink: ["#3c4a6b", "#293450"],
};

const SHAPES = {
  mug: (light, dark) => `
    <path d="M118 78h22a22 22 0 0 1 0 52h-22" fill="none" stroke="${dark}" stroke-width="10"/>
    <path d="M52 62h70v64a26 26 0 0 1-26 26H78a26 26 0 0 1-26-26z" fill="url(#G)"/>
    <ellipse cx="87" cy="62" rx="35" ry="8" fill="${dark}"/>
    <path d="M76 46c-6-8 6-12 0-20M96 46c-6-8 6-12 0-20" stroke="${light}" stroke-width="3" fill="none" opacity=".6"/>`,
  lamp: (light, dark) => `
    <circle cx="122" cy="92" r="44" fill="#f6d98b" opacity=".28"/>
    <path d="M62 156V92l34-42" fill="none" stroke="${dark}" stroke-width="8" stroke-linecap="round" stroke-linejoin="round"/>
    <ellipse cx="62" cy="158" rx="34" ry="9" fill="${dark}"/>
    <path d="M88 40l44 30-30 26-30-38z" fill="url(#G)"/>
    <circle cx="112" cy="82" r="9" fill="#ffe9ad" stroke="${light}"/>`,
  plant: (light, dark) => `
    <path d="M90 108C60 96 46 66 50 38c26 10 40 34 40 70zM92 108c2-40 20-62 46-70 0 34-14 58-46 70zM91 108c-6-30-4-58 4-82 14 26 12 56-4 82z" fill="#5d8a5f"/>
    <path d="M91 108c-6-30-4-58 4-82M90 108C78 84 64 62 50 38M92 108c14-22 28-46 46-70" stroke="#3f6b45" stroke-width="2" fill="none"/>
    <path d="M58 108h66l-9 48H67z" fill="url(#G)"/><rect x="54" y="102" width="74" height="14" rx="4" fill="${dark}"/><path d="M60 118h62" stroke="${light}" opacity=".5"/>`,
  book: (light, dark) => `
    <rect x="50" y="34" width="84" height="118" rx="6" fill="url(#G)"/>
    <rect x="50" y="34" width="16" height="118" rx="6" fill="${dark}"/>
    <rect x="84" y="62" width="34" height="20" rx="3" fill="#fbf7ef"/>
    <path d="M90 70h22M90 75h14" stroke="${dark}" stroke-width="2"/>
    <path d="M122 34v118" stroke="${light}" stroke-width="4"/>`,
};

/** An SVG of a product, as text. `label` is what it shows, for assistive technology. */
export function picture({ id, kind, colour }, label) {
  const [light, dark] = COLOURS[colour];
  const gradient = `p${id}`;
  const shape = SHAPES[kind](light, dark).replaceAll("url(#G)", `url(#${gradient})`);
  return `<svg viewBox="0 0 184 184" role="img" aria-label="${label}"><defs><linearGradient id="${gradient}" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="${light}"/><stop offset="1" stop-color="${dark}"/></linearGradient></defs>${shape}</svg>`;
}
