/**
 * Preact for the widget: function components and hooks on an empty root, and nothing else. What is cut: hydration, suspense,
 * portals, context, class components and their error boundaries, MathML, custom built-ins, HTML strings; a quarter of its weight.
 * Each cut must match exactly once in the pinned version, so a new version fails the build instead of breaking in a browser; and
 * what was cut is no longer exported, so using it fails the build too.
 */

/** @type {readonly (readonly [string, string])[]} text in preact/dist/preact.mjs, and what stands there instead */
const CUTS = [
  // Suspense and hydration, diff.
  ['128&u.__u&&(c=32&u.__u,s=u.__c.__z)&&(r.__u|=c,p=o=[],8==s.nodeType?l=B(s,o):o.push(s),l=o[0]||l),', ''],
  [
    'function B(n,t){if(n&&8==n.nodeType&&n.data.startsWith("$s"))for(var r=1;n=n.nextSibling;){if(8==n.nodeType)if(n.data.startsWith("$s"))r++;else if(n.data.startsWith("/$s")&&!--r)return n;t&&t.push(n)}}',
    '',
  ],
  [
    'if(e.length=v,r.__v=null,c||o)if(t&&t.then){if(r.__u|=128|c,o){for(~(T=o.indexOf(l||void 0))||(T=o.length);(N=o[T-1])&&8==N.nodeType;)T--;for(;T<o.length;T++)if(N=o[T])if(o[T]=null,O){if(N==P)break}else{if(8!=N.nodeType)break;N.data.startsWith("$s")&&(P=B(O=N))}}if(!O){for(;l&&8==l.nodeType&&l.nextSibling;)l=l.nextSibling;O=l}(s=B(O=r.__c.__z||(r.__c.__z=O)))?(r.__e=O,l=s):r.__e=l,l=l&&l.nextSibling}else o&&o.some(g);else r.__e=u.__e;r.__k||(r.__k=u.__k||[]),t&&t.then||D(r),',
    'e.length=v,r.__v=null,r.__e=u.__e,r.__k||(r.__k=u.__k||[]),',
  ],
  ['function D(n){n&&(n.__c&&(n.__c.__g|=4),n.__k&&n.__k.some(D))}', ''],
  ['p&&p.some(g),', ''],
  ['!u&&(i=t.__c)&&(i=i.__z)&&(f=B(i,o=[]))&&(i==t.__e&&o.some(g),g(f),g(i)),', ''],
  // Class components and context.
  ['C=(s=V.prototype)&&s.render,j=(s=V.contextType)&&i[s.__c],L=s?j?j.props.value:s.__:i,', ''],
  ['(r.__c=d,2&d.__g&&(d.__g|=1))', 'r.__c=d'],
  [
    '(C?r.__c=d=new V(M,L):(r.__c=d=new x(M,L),d.constructor=V,d.render=K),j&&j.sub(d),d.state||(d.state={}),',
    '(r.__c=d=new x(M),d.constructor=V,d.render=K,',
  ],
  [
    'C&&(d.__s||(d.__s=d.state),V.getDerivedStateFromProps&&(d.__s==d.state&&(d.__s=_({},d.__s)),_(d.__s,V.getDerivedStateFromProps(M,d.__s)))),k=d.props,b=d.state,',
    '',
  ],
  [
    'if(M!==k&&C&&!V.getDerivedStateFromProps&&d.componentWillReceiveProps&&d.componentWillReceiveProps(M,L),r.__v==u.__v&&!(8&d.__g)||!(4&d.__g)&&d.shouldComponentUpdate&&!1===d.shouldComponentUpdate(M,d.__s,L)){r.__v!=u.__v&&(d.props=M,d.state=d.__s,d.__g&=-9),',
    'if(r.__v==u.__v&&!(8&d.__g)){',
  ],
  [
    'd.componentWillUpdate&&d.componentWillUpdate(M,d.__s,L),C&&d.componentDidUpdate&&d.__h.push(function(){d.componentDidUpdate(k,b,m)})}else C&&!V.getDerivedStateFromProps&&d.componentWillMount&&d.componentWillMount(),C&&d.componentDidMount&&d.__h.push(d.componentDidMount);d.context=L,',
    '}',
  ],
  ['q=C?25:0;', 'q=0;'],
  ['s=d.render(d.props,d.state=d.__s,d.context)', 's=d.render(d.props)'],
  [
    'C&&(y.push.apply(d.__h,d.__k),d.__k=[]),d.state=d.__s,d.getChildContext&&(i=_({},i,d.getChildContext())),C&&u.__c&&d.getSnapshotBeforeUpdate&&(m=d.getSnapshotBeforeUpdate(k,b)),',
    '',
  ],
  [',1&d.__g&&(d.__g&=-4)}catch', '}catch'],
  ['if(i.componentWillUnmount)try{i.componentWillUnmount()}catch(t){n.__e(t,r)}', ''],
  [
    'function(n,t,r,u){for(var i,o,e;t=t.__;)if((i=t.__c)&&!(1&i.__g)){i.__g|=4;try{if((e=(o=i.constructor)&&o.getDerivedStateFromError)&&i.setState(o.getDerivedStateFromError(n)),i.componentDidCatch&&(i.componentDidCatch(n,u||{}),e=1),e&&8&i.__g)return void(i.__g|=2)}catch(t){n=t}}throw f=0,n}',
    'function(n){throw f=0,n}',
  ],
  ['function x(n,t){this.props=n,this.context=t,this.__g=0}', 'function x(n){this.props=n,this.__g=0}'],
  ['function K(n,t,r){return this.constructor(n,r)}', 'function K(n){return this.constructor(n)}'],
  // Of setState, hooks need only that it asks for a redraw.
  [
    'x.prototype.setState=function(n,t){var r=this.__s;r&&r!=this.state||(r=this.__s=_({},this.state)),"function"==typeof n&&(n=n(_({},r),this.props)),n&&(_(r,n),this.__v&&(t&&this.__k.push(t),L(this)))},x.prototype.forceUpdate=function(n){this.__v&&(this.__g|=4,n&&this.__h.push(n),L(this))},x.prototype.render=$,',
    'x.prototype.setState=function(){this.__v&&L(this)},',
  ],
  // Portals.
  [
    'M.__P&&(s=l,f=(t=M.__P).namespaceURI,c=o=null,u.props&&u.props.__P!=t&&(u.__k.some(function(n){n&&J(n,n)}),u.__k=null),l=u.__k?S(u,0):null),',
    '',
  ],
  ['M.__P&&(r.__e=null,l=s),', ''],
  ['if(n.props.__P)return t;', ''],
  ['"function"!=typeof n.type||n.props.__P?null', '"function"!=typeof n.type?null'],
  ['n.__c&&!n.props.__P)', 'n.__c)'],
  ['||u&&!t.props.__P)', '||u)'],
  // Hydration, MathML, custom built-ins and HTML strings, in elements.
  [
    ':"math"==C?f="http://www.w3.org/1998/Math/MathML":f||(f="http://www.w3.org/1999/xhtml"),o)for(s=0;s<o.length;s++)if((k=o[s])&&(C?k.localName==C:3==k.nodeType)){t=k,o[s]=null;break}if(!t){',
    ':f||(f="http://www.w3.org/1999/xhtml"),!t){',
  ],
  ['t=M.createElementNS(f,C,x.is?x:a),l&&(n.__m&&n.__m(r,o),l=!1),o=null}', 't=M.createElementNS(f,C)}'],
  [
    'if(a="template"==C&&t.content||t,o="textarea"==C&&null!=x.defaultValue?null:o&&d.call(a.childNodes),!l&&o)for($={},s=0;s<t.attributes.length;s++)$[(k=t.attributes[s]).name]=k.value;for(s in $)',
    'for(s in a=t,$)',
  ],
  ['"dangerouslySetInnerHTML"==s?y=k:"children"', '"children"'],
  ['"dangerouslySetInnerHTML"==s?h=k:"value"', '"value"'],
  ['l&&"function"!=typeof k||$[s]', '$[s]'],
  [
    'h?(l||y&&(h.__html==y.__html||h.__html==t.innerHTML)||(t.innerHTML=h.__html),r.__k=[]):(y&&(t.textContent=""),("foreignObject"==C||"http://www.w3.org/1998/Math/MathML"==f&&v.test(C))&&(f="http://www.w3.org/1999/xhtml"),',
    '',
  ],
  [
    'o?o[0]:u.__k&&S(u,0),l,c),o&&o.some(g)),l&&"textarea"!=C||(s="value","progress"==C&&null==b?t.removeAttribute(s):null==b||b===t[s]&&("progress"!=C||b)||N(t,s,b,$[s],f),s="checked",null!=m&&m!=t[s]&&N(t,s,m,$[s],f))}',
    'u.__k&&S(u,0),l,c),null==b||b===t.value||N(t,"value",b,$.value,f),null!=m&&m!=t.checked&&N(t,"checked",m,$.checked,f)}',
  ],
  ['$===x||l&&t.data==x||(t.data=x)', '$===x||(t.data=x)'],
  ['e=t;e&&8==e.nodeType;)e=e.nextSibling;for(o!=e&&', 'e=t;;){o!=e&&'],
  [',t=o;(t=t&&t.nextSibling)&&8==t.nodeType&&!t.data.startsWith("$s"););return t}', ';return o&&o.nextSibling}}'],
  [
    '{if("http://www.w3.org/2000/svg"==i)t=t.replace(/xlink(H|:h)/,"h").replace(/sName$/,"s");else if(',
    '{if("http://www.w3.org/2000/svg"!=i&&',
  ],
  ['"popover"==t&&1==r?"":r', 'r'],
  // The root.
  ['n.__&&n.__(t,r),9==r.nodeType&&(r=r.documentElement),i=(u=t&&32&t.__u)?null:r.__k,', 'i=r.__k,'],
  ['i?null:r.firstChild?d.call(r.childNodes):null,f,i?i.__e:r.firstChild,u,o)', 'null,f,i&&i.__e,!1,o)'],
  ['32&u.__u?[i]:null,f,i||S(u),32&u.__u,o)', 'null,f,i||S(u),!1,o)'],
];

/** The same for preact/hooks/dist/hooks.mjs. What is not imported falls away by itself; this does not. */
const HOOK_CUTS = [
  // Redraws are not held back: a component redraws when its state or its parent did, which is what ours want.
  [
    'if(f.t=n,!f.__c&&(f.__=[i?i(u):G(void 0,u),function(n){var t=(f.__N||f.__)[0],r=f.t(t,n);o(t,r)||(f.__N=[r,f.__[1]],f.__c.setState({}))}],f.__c=r,!r.__f)){r.__f=!0;var c=r.shouldComponentUpdate;r.shouldComponentUpdate=function(n,t,r){var u=this.__H;if(!u)return!0;var i=!1,f=this.props!=n;if(u.__.some(function(n){n.__N&&(i=!0,o(n.__[0],n.__N[0])||(f=!0))}),c){var e=c.call(this,n,t,r);return i?e||f:e}return!i||f}}return f.__}',
    'f.t=n;f.__c||(f.__=[i?i(u):G(void 0,u),function(n){var t=(f.__N||f.__)[0],r=f.t(t,n);o(t,r)||(f.__N=[r,f.__[1]],f.__c.setState({}))}],f.__c=r);return f.__}',
  ],
  // Development tools, useId, and hooks installed before these.
  ['a.__h&&a.__h(r,n,f||t),f=0;', ''],
  ['a.__=function(n,t){n&&t.__k&&t.__k.__m&&(n.__m=t.__k.__m),p&&p(n,t)},', ''],
  ['a.__b=function(n){r=null,v&&v(n)}', 'a.__b=function(){r=null}'],
  ['l&&l(n),t=0;', 't=0;'],
  ['m&&m(n);', ''],
  [',h&&h(n,t)}', '}'],
  ['s&&s(n);', ''],
  // They come with a late file, so they take their place in Preact once it is lent to them (scripts/later-files.mjs).
  ['import{options as n}from"preact";', 'import{options as n}from"preact";import{whenLent}from"kit";'],
  [',a=n,v=a.__b,l=a.__r,m=a.diffed,h=a.__c,s=a.unmount,p=a.__;', ',a;'],
  ['a.__b=function(){r=null},', 'whenLent(function(){a=n,a.__b=function(){r=null},'],
  ['t&&a.__e(t,u.__v))};var k=', 't&&a.__e(t,u.__v))}});var k='],
];
const EXPORTS = /export\{x as Component,.*\};/;

function cut(source, cuts) {
  let text = source;
  for (const [from, to] of cuts) {
    if (text.split(from).length !== 2)
      throw new Error(`preact has another shape now; adapt scripts/lean-preact.mjs at: ${from}`);
    text = text.replace(from, () => to);
  }
  return text;
}

/** The library's source with the cuts made. Throws when one does not match exactly once. */
export function leanPreact(source) {
  if (!EXPORTS.test(source)) throw new Error('preact exports other names now; adapt scripts/lean-preact.mjs');
  return cut(source, CUTS).replace(EXPORTS, 'export{$ as Fragment,n as options,Q as render};');
}

/** The hooks' source with the cuts made. Throws when one does not match exactly once. */
export const leanHooks = (source) => cut(source, HOOK_CUTS);
