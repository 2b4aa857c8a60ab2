"""The fair lot: who can sit on a panel, and with what chance, so that nobody could be treated more fairly.

Nothing here knows of web or database. For a reader of Flanigan, Gölz, Gupta, Hennig, Procaccia, "Fair algorithms for
selecting citizens' assemblies" (Nature 596, 2021), whose quotas are the targets here, the steps in order:

- input: `tables` reads files, `quotas` and `pool` understand them, `faults` says what is wrong; `problem` groups people
  with the same features into types
- feasibility: `committees` is the oracle, the panel of greatest weight that meets the targets; `feasibility` names the
  smallest changes to the targets and the people who fit in no panel; `outlook` answers at once while they are being set
- letters: `invitations` says how many bring enough candidates
- LEXIMIN: `leximin` conducts. `relaxation` finds the fairest chances and their proof, `face`, `exchanges`, `seating`,
  `seeding` with `balance`, and `repair` a lottery that gives them, `cuts` corrects the relaxation where none does;
  `column_generation` is the algorithm of the paper itself, for whatever defeats these
- other objectives: `maximin`, `nash` (with `proportional`), `goldilocks`, all over the column generation of `columns` (with
  `variants`); `stratified` is the usual way of drawing, to compare with
- the lottery: `distribution` is what every objective gives, `uniform_lottery` writes it as numbered panels, and
  `households` says which people take their seats
- the report: `fairness` measures the chances, `manipulation` what a lie could gain; `calculation` does all of it in one
  call, `progress` tells how far it is and lets it be stopped; `highs` opens the solver
- after the draw: `replacement` says what the targets still ask when seats come free; `mixing` divides the members over
  tables, so that they meet and each table looks like all
"""
