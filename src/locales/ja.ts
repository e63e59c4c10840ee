import { add } from './add.js';

const waiting = '別のウィンドウでの回答を待っています。';
const silent = '{1}が応答していません。';
const later = '{0}は後ほど回答します。';

/** The Japanese words. Importing this module adds them to the elements. */
export const words = add({
  lang: 'ja',
  status: { none: '関係なし', offered: '受付中', asked: '申込済み', related: '関係あり', paused: '休止中', ended: '終了' },
  acts: {
    relate: '関係を結ぶ',
    converse: '話す',
    pause: '休止',
    resume: '再開',
    export: '書き出す',
    leave: '離れる',
    sync: '同期',
  },
  relate: '{0}と関係を結ぶ',
  accepts: '{0}が同意する内容：',
  permits: 'あなたのデータの用途は次に限られます：{0}。',
  uses: {
    service: '依頼したサービス',
    analytics: '分析',
    tracking: '訪問の追跡',
    profiling: 'プロファイリング',
    sharing: '匿名での共有',
    intent: 'ご要望への回答',
    ai: '人工知能',
    good: '公共の利益',
  },
  portability: 'データは持ち出せます。',
  official: '{0}の正式な文面が優先します',
  agent: 'あなたのエージェント',
  write: '{0}にメールを書く',
  keep: '控えを保存する',
  send: 'アプリに送る',
  have: 'エージェントを使っています',
  address: 'そのアドレス',
  noAddress: 'アドレスは agent.example のような形です。',
  open: '開く',
  hand: 'リンクを渡す',
  what: 'これは何ですか？',
  explanation:
    '二つの磁石は、あなたと{0}が対等であることを表します。塗りつぶしは意思があるしるしです。どちらも記録を保管でき、離れることができます。',
  said: {
    opening: waiting,
    unheard: silent,
    unopened: 'ブラウザがウィンドウを開きませんでした。',
    waiting,
    consenting: waiting,
    silent,
    deciding: '{0}の回答を待っています。',
    unreached: '{0}が応答していません。',
    counter: '{0}が別の合意を提案しています。',
    refuse: '{0}は同意しません。',
    no_endpoint: 'ここでは何も合意できません。',
    pending: later,
    agreed: 'あなたと{0}は関係を結びました。',
    asked: later,
  },
  cancel: 'キャンセル',
  retry: 'もう一度試す',
  another: '別のものを選ぶ',
});
