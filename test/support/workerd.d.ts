/** The package says where its binary lies, and has no types. */
declare module 'workerd' {
  const workerd: { readonly default: string };
  export default workerd;
}
