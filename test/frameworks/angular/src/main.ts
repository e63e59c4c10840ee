import { Component, provideZonelessChangeDetection, signal } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import type { AgreementId } from 'relbutton';
import { Relate } from './relate';

@Component({
  selector: 'app-root',
  imports: [Relate],
  template: `
    <main>
      <button id="rename" (click)="name.set('Acme Tea')">Rename</button>
      <button id="toggle" (click)="isThere.set(!isThere())">{{ isThere() ? 'Hide' : 'Show' }}</button>
      @if (isThere()) {
        <app-relate [name]="name()" [accepts]="accepts" />
      }
    </main>
  `,
})
class App {
  readonly name = signal('Acme Coffee');
  readonly isThere = signal(true);
  readonly accepts: AgreementId[] = ['SD-BASE', 'SD-BASE-DP'];
}

await bootstrapApplication(App, { providers: [provideZonelessChangeDetection()] });
