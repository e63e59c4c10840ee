import type { PropertyDeclarations } from 'lit';
import { RelElement } from '../rel-element.js';

/** An element of a form. Its properties count as soon as they are set, as those of a native control: they are its attributes. */
export class FormControl extends RelElement {
  static readonly formAssociated = true;
  static override properties: PropertyDeclarations = {
    name: { noAccessor: true },
    disabled: { type: Boolean, noAccessor: true },
  };

  /** The name under which a form submits the record. Default: none. */
  get name(): string {
    return this.getAttribute('name') ?? '';
  }
  set name(name: string | null | undefined) {
    if (name == null) this.removeAttribute('name');
    else this.setAttribute('name', name);
  }
  /** Disables the button. Default: `false`. */
  get disabled(): boolean {
    return this.hasAttribute('disabled');
  }
  set disabled(isDisabled: boolean) {
    this.toggleAttribute('disabled', Boolean(isDisabled));
  }

  formDisabledCallback(): void {
    this.requestUpdate();
  }
}
