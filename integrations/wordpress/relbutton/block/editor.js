/* The block in the editor. WordPress gives `wp`, so that nothing has to be built. */
(({ blocks, blockEditor, components, element, i18n, serverSideRender }) => {
  const { createElement: h, Fragment } = element;
  const { __ } = i18n;
  const LOOK = [
    ['size', __('Size', 'relbutton'), ['small', 'medium', 'large']],
    ['appearance', __('Appearance', 'relbutton'), ['solid', 'outline', 'plain', 'sign']],
    ['noAgent', __('Where nobody has an agent', 'relbutton'), ['panel', 'follow']],
  ];

  const edit = ({ attributes, setAttributes }) => {
    const text = (name, label, help) =>
      h(components.TextControl, {
        key: name,
        label,
        help,
        value: attributes[name],
        onChange: (value) => setAttributes({ [name]: value }),
      });
    const choice = ([name, label, values]) =>
      h(components.SelectControl, {
        key: name,
        label,
        value: attributes[name],
        options: values.map((value) => ({ value, label: value })),
        onChange: (value) => setAttributes({ [name]: value }),
      });
    return h(
      Fragment,
      null,
      h(
        blockEditor.InspectorControls,
        null,
        h(
          components.PanelBody,
          { title: __('Look', 'relbutton') },
          text('label', __('Label', 'relbutton'), __('Default: Relate with the name of your site.', 'relbutton')),
          LOOK.map(choice),
          text('acts', __('Acts', 'relbutton'), __('Default: all that fit. Such as: relate pause resume leave', 'relbutton')),
        ),
      ),
      h(
        'div',
        blockEditor.useBlockProps(),
        // Without the script, the editor shows the link in the button: it cannot be pressed here.
        h(components.Disabled, null, h(serverSideRender, { block: 'relbutton/button', attributes })),
      ),
    );
  };

  blocks.registerBlockType('relbutton/button', { edit, save: () => null });
})(window.wp);
