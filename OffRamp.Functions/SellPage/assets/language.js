// The language of the page: the one that its link asks for (?lang=de), else the first of the browser's that there are words in.
// Another language is one more file like words.en.js, with the same names in it.

const FIRST = 'en';

const languageOf = tag => tag.toLowerCase().split('-')[0];

/**
 * @param wanted tags such as de-AT, the most wanted first.
 * @param offered languages that there are words in.
 * @returns {{language: string, locale: string}} which words are said, and how numbers and dates are written.
 */
export function choose(wanted, offered) {
  const language = wanted.map(languageOf).find(one => offered.includes(one)) ?? FIRST;
  // A link names a language; the country is the browser's to know.
  const locale = wanted.find(tag => languageOf(tag) === language && tag.includes('-') && isTag(tag)) ?? language;
  return { language, locale };
}

function isTag(text) {
  try {
    return Intl.getCanonicalLocales(text).length > 0;
  } catch {
    return false;
  }
}

// Without a page around it, as in a test of one module, it speaks the first.
const asked = new URLSearchParams(globalThis.location?.search).get('lang');
const offered = globalThis.document?.querySelector('meta[name=languages]').content.split(' ') ?? [FIRST];

export const { language, locale } = choose([asked, ...globalThis.navigator?.languages ?? []].filter(Boolean), offered);

const { default: words } = await import(`./words.${language}.js`);

export const knows = name => name in words;

/** A sentence of the page; what it has in braces is put in. */
export const say = (name, values = {}) => words[name].replace(/\{(\w+)\}/g, (_, value) => values[value]);
