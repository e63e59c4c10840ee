import { add } from './add.js';

const waiting = '正在等待您在另一个窗口中的答复。';
const silent = '{1} 没有响应。';
const later = '{0} 稍后答复。';

/** Simplified Chinese. */
/** The Chinese words. Importing this module adds them to the elements. */
export const words = add({
  lang: 'zh',
  status: { none: '未建立关系', offered: '愿意建立', asked: '已请求', related: '已建立关系', paused: '已暂停', ended: '已结束' },
  acts: { relate: '建立关系', converse: '交谈', pause: '暂停', resume: '恢复', export: '导出', leave: '离开', sync: '同步' },
  relate: '与 {0} 建立关系',
  accepts: '{0} 同意：',
  permits: '您的数据仅用于：{0}。',
  uses: {
    service: '您请求的服务',
    analytics: '分析',
    tracking: '跟踪您的访问',
    profiling: '用户画像',
    sharing: '匿名分享',
    intent: '回应您的需求',
    ai: '人工智能',
    good: '公共利益',
  },
  portability: '您可以带走这些数据。',
  official: '以 {0} 的正式文本为准',
  agent: '您的代理',
  write: '写信给 {0}',
  keep: '保留一份副本',
  send: '发送到应用',
  have: '我使用代理',
  address: '代理的地址',
  noAddress: '地址的形式如 agent.example。',
  open: '打开',
  hand: '把链接交给它',
  what: '这是什么？',
  explanation: '两块磁铁，您与 {0}，地位平等。实心表示愿意建立关系。任何一方都可以保留记录，也可以离开。',
  said: {
    opening: waiting,
    unheard: silent,
    unopened: '浏览器没有打开窗口。',
    waiting,
    consenting: waiting,
    silent,
    deciding: '正在等待 {0}。',
    unreached: '{0} 没有响应。',
    counter: '{0} 建议另一份协议。',
    refuse: '{0} 不同意。',
    no_endpoint: '此处无法达成任何约定。',
    pending: later,
    agreed: '您与 {0} 已建立关系。',
    asked: later,
  },
  cancel: '取消',
  retry: '重试',
  another: '选择其他',
});
