/** The languages of the toolbar, as BCP 47 tags with their own names. The elements fall back to English for what they do not speak. */
export const LANGUAGES: Readonly<Record<string, string>> = {
  en: 'English',
  de: 'Deutsch',
  fr: 'Français',
  es: 'Español',
  pt: 'Português',
  ar: 'العربية',
  ja: '日本語',
  'zh-Hans': '简体中文',
};

const RIGHT_TO_LEFT: readonly string[] = ['ar'];

export const isRightToLeft = (language: string): boolean => RIGHT_TO_LEFT.includes(language);
