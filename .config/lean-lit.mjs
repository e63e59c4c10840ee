import { createRequire } from 'node:module';
import { basename } from 'node:path';
import { compileLitTemplates } from '@lit-labs/compiler';

/** The TypeScript that lit's compiler works on, not ours. */
const typescript = createRequire(import.meta.resolve('@lit-labs/compiler'))('typescript');

/**
 * What lit carries that the one file has no use for: old browsers' style sheets and polyfills; hydration and decorators, which are
 * for those who import the package; what reads templates at run time, since ours are compiled; its versions in global arrays, which
 * would make a vendor's own lit warn of ours; and what ours have none of: controllers, initializers, directives, `noChange`, element
 * parts, values that come later, listeners with options, attributes that are nothing, and properties and styles in other forms.
 * Each pair is a text and what stands there instead, `{…}` in it being braces and what is between them. A lit in which one of them is
 * not found fails the build, and the tests run against what is built.
 */
const FOLDS = {
  'served.js': [['isServer || (!element.hasUpdated && Boolean(element.shadowRoot?.firstChild))', 'false']],
  'css-tag.js': [
    ['constructor(t,e,o){…}', 'constructor(t){this.cssText=t}'],
    ['get styleSheet(){…}', 'get styleSheet(){return this.o||(this.o=new CSSStyleSheet).replaceSync(this.cssText),this.o}'],
    ['toString(){…}', ''],
    ['new n("string"==typeof t?t:t+"",void 0,s)', 'new n(t)'],
    [
      '{if(e)s.adoptedStyleSheets=o.map(t=>t instanceof CSSStyleSheet?t:t.styleSheet);else for(const e of o){…}}',
      '{s.adoptedStyleSheets=o.map(t=>t.styleSheet)}',
    ],
  ],
  'reactive-element.js': [
    [
      '{is:i,defineProperty:e,getOwnPropertyDescriptor:h,getOwnPropertyNames:r,getOwnPropertySymbols:o,getPrototypeOf:n}',
      '{is:i,defineProperty:e,getPrototypeOf:n}',
    ],
    ['l=c?c.emptyScript:"",p=a.reactiveElementPolyfillSupport,', ''],
    ['u={…}', 'u=0'],
    ['b={…}', 'b=0'],
    ['Symbol.metadata??=Symbol("metadata"),a.litPropertyMetadata??=new WeakMap;', ''],
    ['static addInitializer(t){…}', ''],
    [
      'static createProperty(t,s=b){…}',
      'static createProperty(t,s){this.elementProperties.set(t,s),e(this.prototype,t,this.getPropertyDescriptor(t,Symbol(),s))}',
    ],
    [
      'static getPropertyDescriptor(t,s,i){…}',
      'static getPropertyDescriptor(t,s,i){return{get(){return this[s]},set(e){const h=this[s];this[s]=e,this.requestUpdate(t,h,i)},configurable:!0,enumerable:!0}}',
    ],
    ['static getPropertyOptions(t){…}', ''],
    ['static _$Ei(){…}', ''],
    ['this._$Ei()', 'this.elementProperties=new Map(n(this).elementProperties)'],
    ['s=[...r(t),...o(t)];for(const i of s)', 's=0;for(const i in t)'],
    ['const t=this[Symbol.metadata];if(null!==t){…}', ''],
    ['const i=this._$Eu(t,s);void 0!==i&&this._$Eh.set(i,t)', 'this._$Eh.set(this._$Eu(t,s),t)'],
    ['this.finalizeStyles(this.styles)', 'this.styles'],
    ['static finalizeStyles(s){…}', ''],
    ['static _$Eu(t,s){…}', 'static _$Eu(t,s){return s.attribute??t.toLowerCase()}'],
    [',this.constructor.l?.forEach(t=>t(this))', ''],
    ['addController(t){…}', ''],
    ['removeController(t){…}', ''],
    [',this._$EO?.forEach(t=>t.hostConnected?.())', ''],
    ['this._$EO?.forEach(t=>t.hostDisconnected?.())', ''],
    [
      'if(void 0!==e&&!0===i.reflect){const h=(void 0!==i.converter?.toAttribute?i.converter:u).toAttribute(s,i.type);this._$Em=t,null==h?this.removeAttribute(e):this.setAttribute(e,h),this._$Em=null}',
      'const h=i.type?s?"":null:s;this._$Em=t,null==h?this.removeAttribute(e):this.setAttribute(e,h),this._$Em=null',
    ],
    [
      'const t=i.getPropertyOptions(e),h="function"==typeof t.converter?{fromAttribute:t.converter}:void 0!==t.converter?.fromAttribute?t.converter:u;this._$Em=e;const r=h.fromAttribute(s,t.type);this[e]=r??this._$Ej?.get(e)??r,',
      'const t=i.elementProperties.get(e);this._$Em=e,this[e]=t.converter?t.converter(s):t.type?null!==s:s,',
    ],
    [
      'requestUpdate(t,s,i,e=!1,h){…}',
      'requestUpdate(t,s,i){void 0!==t&&!(i?.hasChanged??f)(this[t],s)||(void 0!==t&&this.C(t,s,i),this.isUpdatePending||(this._$ES=this._$EP()))}',
    ],
    [
      'C(t,s,{useDefault:i,reflect:e,wrapped:h},r){…}',
      'C(t,s,i){this._$AL.set(t,s),i?.reflect&&this._$Em!==t&&(this._$Eq??=new Set).add(t)}',
    ],
    ['const t=this.scheduleUpdate();return null!=t&&await t,', 'this.performUpdate();return '],
    ['scheduleUpdate(){…}', ''],
    ['if(!this.isUpdatePending)return;', ''],
    ['this.renderRoot??=this.createRenderRoot(),this._$Ep', 'this._$Ep'],
    // Attached anew, a root that a server rendered is emptied.
    ['this.shadowRoot??this.attachShadow', 'this.attachShadow'],
    ['const t=this.constructor.elementProperties;if(t.size>0)for(const[s,i]of t){…}', ''],
    ['let t=!1;const s', 'const s'],
    [
      't=this.shouldUpdate(s),t?(this.willUpdate(s),this._$EO?.forEach(t=>t.hostUpdate?.()),this.update(s)):this._$EM()',
      'this.willUpdate(s),this.update(s)',
    ],
    ['throw t=!1,this._$EM(),s}t&&this._$AE(s)', 'throw this._$EM(),s}this._$AE(s)'],
    ['this._$EO?.forEach(t=>t.hostUpdated?.()),', ''],
    ['return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(t){return!0}', 'return this._$ES}'],
    [',p?.({ReactiveElement:y}),(a.reactiveElementVersions??=[]).push("2.1.2");', ';'],
  ],
  'lit-element.js': [
    [
      'super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){const t=super.createRenderRoot();return this.renderOptions.renderBefore??=t.firstChild,t}',
      'super()}',
    ],
    ['this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),', ''],
    ['this._$Do=e(r,this.renderRoot,this.renderOptions)', 'e(r,this.renderRoot)'],
    ['connectedCallback(){…}disconnectedCallback(){…}render(){…}', ''],
    ['i._$litElement$=!0,i["finalized"]=!0,s.litElementHydrateSupport?.({LitElement:i});', 'i.finalized=!0;'],
    ['o?.({LitElement:i});', ''],
    ['(s.litElementVersions??=[]).push("4.2.2");', ''],
  ],
  'lit-html.js': [
    ['`lit$${Math.random().toFixed(9).slice(2)}$`', '""'],
    ['class S{constructor({strings:t,_$litType$:i},e){…}', 'class S{'],
    ['function M(t,i,s=t,e){…}', ''],
    ['E=Symbol.for("lit-noChange")', 'E=0'],
    [
      'constructor(t,i){this._$AV=[],this._$AN=void 0,this._$AD=t,this._$AM=i}get parentNode(){…}get _$AU(){…}u(t)',
      'constructor(t){this._$AV=[],this._$AD=t}u()',
    ],
    ['(t?.creationScope??l)', 'l'],
    [
      '2===r.type?i=new k(h,h.nextSibling,this,t):1===r.type?i=new r.ctor(h,r.name,r.strings,this,t):6===r.type&&(i=new Z(h,this,t))',
      'i=r.ctor?new r.ctor(h,r.name,r.strings):new k(h,h.nextSibling)',
    ],
    [
      'void 0!==s&&(void 0!==s.strings?(s._$AI(t,s,i),i+=s.strings.length-2):s._$AI(t[i])),i++',
      's.strings?(s._$AI(t,i),i+=s.strings.length-2):s._$AI(t[i]),i++',
    ],
    [
      'get _$AU(){…}constructor(t,i,s,e){…}get parentNode(){…}get startNode(){…}get endNode(){…}_$AI(t,i=this){t=M(this,t,i),a(t)',
      'constructor(t,i){this._$AH=A,this._$AA=t,this._$AB=i}_$AI(t){a(t)',
    ],
    ['t!==this._$AH&&t!==E&&this._(t)', 't!==this._$AH&&this._(t)'],
    ['d(t)?this.k(t)', 'u(t)?this.k(t)'],
    [
      'e="number"==typeof s?this._$AC(t):(void 0===s.el&&(s.el=S.createElement(V(s.h,s.h[0]),this.options)),s)',
      'e=(s.el??=S.createElement(V(s.h,s.h[0])),s)',
    ],
    ['new R(e,this),s=t.u(this.options)', 'new R(e),s=t.u()'],
    ['_$AC(t){…}', ''],
    ['this.O(c()),this.O(c()),this,this.options', 'this.O(c()),this.O(c())'],
    ['for(this._$AP?.(!1,!0,s);t!==', 'for(;t!=='],
    ['const s=i(t).nextSibling;i(t).remove()', 'const s=t.nextSibling;t.remove()'],
    ['setConnected(t){…}', ''],
    [
      'get tagName(){…}get _$AU(){…}constructor(t,i,s,e,h){…}_$AI(t,i=this,s,e)',
      'constructor(t,i,s){this._$AH=A,this.element=t,this.name=i,s&&(this._$AH=[],this.strings=s)}_$AI(t,s)',
    ],
    ['t=M(this,t,i,0),o=!a(t)||t!==this._$AH&&t!==E', 'o=t!==this._$AH'],
    [
      'r=M(this,e[s+n],i,n),r===E&&(r=this._$AH[n]),o||=!a(r)||r!==this._$AH[n],r===A?t=A:t!==A&&(t+=(r??"")+h[n+1])',
      'r=e[s+n],o||=r!==this._$AH[n],t+=r+h[n+1]',
    ],
    ['o&&!e&&this', 'o&&this'],
    [
      't===A?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,t??"")',
      'this.element.setAttribute(this.name,t)',
    ],
    [
      'constructor(){super(...arguments),this.type=4}j(t){this.element.toggleAttribute(this.name,!!t&&t!==A)}',
      'j(t){this.element.toggleAttribute(this.name,t)}',
    ],
    [
      'constructor(t,i,s,e,h){super(t,i,s,e,h),this.type=5}_$AI(t,i=this){…}handleEvent(t){…}',
      '_$AI(t){this._$AH===A&&this.element.addEventListener(this.name,this),this._$AH=t}handleEvent(t){this._$AH(t)}',
    ],
    ['{M:h,P:o,A:n,C:1,L:N,R,D:d,V:M,I:k,H,N:L,U:z,B:I,F:Z}', '{H,N:L,U:z}'],
    ['B?.(S,k),(t.litHtmlVersions??=[]).push("3.3.3");', ''],
    [
      '{const e=s?.renderBefore??i;let h=e._$litPart$;if(void 0===h){…}return h._$AI(t),h}',
      '{(i._$litPart$??=new k(i.appendChild(c()),null))._$AI(t)}',
    ],
  ],
};

/** Where a text ends that begins at a place, its parts standing around what is between braces; -1 where it does not stand there. */
const endOf = (code, parts, start) => {
  let at = start;
  for (const [i, part] of parts.entries()) {
    for (let depth = i && 1; depth; at++) depth += { '{': 1, '}': -1 }[code[at]] ?? 0;
    if (i) at--;
    if (!code.startsWith(part, at)) return -1;
    at += part.length;
  }
  return at;
};

const fold = (code, [text, by], id) => {
  const parts = text.split('…');
  for (let start = code.indexOf(parts[0]); start >= 0; start = code.indexOf(parts[0], start + 1)) {
    const end = endOf(code, parts, start);
    if (end >= 0) return code.slice(0, start) + by + code.slice(end);
  }
  throw new Error(`${id} has no ${text} any more: look at it again.`);
};

/** lit's constructors of the parts that compiled templates refer to, by the keys that its own minification left of them. */
const PARTS = { AttributePart: 'H', BooleanAttributePart: 'N', EventPart: 'U' };
/** Templates as lit's own compiler prepares them: no page reads them again. */
const compile = (code) => {
  const { outputText } = typescript.transpileModule(code, {
    compilerOptions: { target: typescript.ScriptTarget.ES2022, module: typescript.ModuleKind.ESNext },
    transformers: { before: [compileLitTemplates()] },
  });
  // Nothing reads the type of a part, nor the strings around a value that is a whole attribute.
  const parts = outputText.replace(/type: \d, /g, '').replace(/, strings: \["", ""\]/g, '');
  return parts.replace(/import \* as \w+ from "lit-html\/private-ssr-support.js";\nconst { (.*?) } = .*;/, (_, names) => {
    const constants = names.split(', ').map((pair) => {
      const [part, name] = pair.split(': ');
      return `const ${name} = _$LH.${PARTS[part]};`;
    });
    return ["import { _$LH } from 'lit-html';", ...constants].join('\n');
  });
};

/** lit as the one file has it: its modules folded, and the templates of the elements compiled, which take over nothing that a server rendered. */
export const leanLit = {
  name: 'lean-lit',
  transform(code, id) {
    const isOurs = /\/(dist|src)\/elements\//.test(id);
    const lean = FOLDS[basename(id).replace(/\.ts$/, '.js')]?.reduce((text, pair) => fold(text, pair, id), code);
    return isOurs ? compile(lean ?? code) : lean;
  },
};
