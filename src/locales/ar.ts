import { add } from './add.js';

const waiting = 'في انتظار ردك في النافذة الأخرى.';
const silent = '\u2068{1}\u2069 لا يستجيب.';
const later = 'سيرد \u2068{0}\u2069 لاحقًا.';

// Names stand in isolates (U+2068, U+2069): most are written from left to right.
/** The Arabic words. Importing this module adds them to the elements. */
export const words = add({
  lang: 'ar',
  status: {
    none: 'بلا علاقة',
    offered: 'متاح للعلاقة',
    asked: 'قيد الطلب',
    related: 'على علاقة',
    paused: 'متوقفة',
    ended: 'منتهية',
  },
  acts: {
    relate: 'إقامة علاقة',
    converse: 'محادثة',
    pause: 'إيقاف مؤقت',
    resume: 'استئناف',
    export: 'تصدير',
    leave: 'مغادرة',
    sync: 'مزامنة',
  },
  relate: 'إقامة علاقة مع \u2068{0}\u2069',
  accepts: 'يوافق \u2068{0}\u2069 على:',
  permits: 'تُستخدم بياناتك فقط من أجل: {0}.',
  uses: {
    service: 'الخدمة التي تطلبها',
    analytics: 'التحليل',
    tracking: 'تتبع زياراتك',
    profiling: 'إنشاء ملف عنك',
    sharing: 'المشاركة دون كشف هويتك',
    intent: 'تلبية حاجتك',
    ai: 'الذكاء الاصطناعي',
    good: 'الصالح العام',
  },
  portability: 'يمكنك أخذها معك.',
  official: 'النص الرسمي لـ \u2068{0}\u2069 هو المرجع',
  agent: 'وكيلك',
  write: 'الكتابة إلى \u2068{0}\u2069',
  keep: 'الاحتفاظ بنسخة',
  send: 'إرسال إلى تطبيق',
  have: 'أستخدم وكيلًا',
  address: 'عنوانه',
  noAddress: 'يكون العنوان مثل agent.example.',
  open: 'فتح',
  hand: 'تسليمه الرابط',
  what: 'ما هذا؟',
  explanation: 'مغناطيسان، أنت و\u2068{0}\u2069، على قدم المساواة. الممتلئ مستعد للعلاقة. لكل طرف أن يحتفظ بالسجل وأن يغادر.',
  said: {
    opening: waiting,
    unheard: silent,
    unopened: 'لم يفتح متصفحك أي نافذة.',
    waiting,
    consenting: waiting,
    silent,
    deciding: 'في انتظار \u2068{0}\u2069.',
    unreached: '\u2068{0}\u2069 لا يستجيب.',
    counter: 'يقترح \u2068{0}\u2069 اتفاقًا آخر.',
    refuse: '\u2068{0}\u2069 لا يوافق.',
    no_endpoint: 'لا يمكن الاتفاق على شيء هنا.',
    pending: later,
    agreed: 'أنت و\u2068{0}\u2069 على علاقة.',
    asked: later,
  },
  cancel: 'إلغاء',
  retry: 'إعادة المحاولة',
  another: 'اختيار آخر',
});
