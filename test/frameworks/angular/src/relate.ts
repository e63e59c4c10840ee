import 'relbutton/define';
import { Component, CUSTOM_ELEMENTS_SCHEMA, input, signal } from '@angular/core';
import type { AgreementId, Outcome } from 'relbutton';

@Component({
  selector: 'app-relate',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <section>
      <rel-button
        [attr.vendor-name]="name()"
        [accepts]="accepts()"
        endpoint="/relbutton"
        (rel-activate)="presses.set(presses() + 1)"
        (rel-outcome)="outcome.set($event.outcome)"
      >
        <a href="/relate">Relate with {{ name() }}</a>
      </rel-button>
      <rel-badge status="offered">Open to relate</rel-badge>
      <output>Pressed {{ presses() }} times: {{ outcome() }}</output>
    </section>
  `,
})
export class Relate {
  readonly name = input.required<string>();
  readonly accepts = input.required<AgreementId[]>();
  readonly presses = signal(0);
  readonly outcome = signal<Outcome | undefined>(undefined);
}
