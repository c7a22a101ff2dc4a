using System.CommandLine;
using System.CommandLine.Help;
using System.Runtime.InteropServices;
using Marketing.App.Hosting;

namespace Marketing.App.Commands;

/// <summary>The command line: <c>serve</c> when no command is named.</summary>
internal sealed class CommandLine
{
    private readonly GlobalOptions _options = new();
    private readonly Terminal _terminal;

    private CommandLine(Terminal terminal) => _terminal = terminal;

    public static Task<int> RunAsync(string[] args) => RunAsync(args, Terminal.System);

    public static async Task<int> RunAsync(string[] args, Terminal terminal)
    {
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        var parsed = new CommandLine(terminal).Build().Parse(args);
        var configuration = new InvocationConfiguration
        {
            Output = terminal.Output,
            Error = terminal.Error,
            EnableDefaultExceptionHandler = false,
            // Signals are handled here: the library's own handler would end the program before it has stopped cleanly.
            ProcessTerminationTimeout = null,
        };
        if (Mistakes.Of(parsed) is { Count: > 0 } mistakes)
        {
            foreach (var mistake in mistakes)
            {
                await terminal.Error.WriteLineAsync(mistake);
            }

            return ExitStatus.BadInput;
        }

        return await parsed.InvokeAsync(configuration, stop.Token);

        void Stop(PosixSignalContext context)
        {
            // The first signal asks to stop cleanly; a second one ends at once.
            context.Cancel = !stop.IsCancellationRequested;
            stop.Cancel();
        }
    }

    private RootCommand Build()
    {
        var root = new RootCommand("""
            Marketing for online shops: collect, clean, train, decide, execute, measure, on one machine.
            Without a command it serves the dashboard, as 'marketing serve' does.
            Settings come from appsettings.json in the program, beside it and in the data folder, then from environment
            variables (also with MARKETING_ before them, for example MARKETING_Jobs__Nightly), then from --set.
            Exit status: 0 done, 1 something to mend (the message says what), 2 wrong usage or input, 130 stopped.

            Examples:
              marketing demo                     load a real shop and look around
              marketing --data /srv/shop         serve the shop kept in /srv/shop
              marketing import orders.csv        bring orders in from a file
            """);
        _options.AddTo(root);
        root.Options.OfType<HelpOption>().Single().Action = new HelpWithExamples();
        Handle(root, ServeCommand.RunAsync);
        root.Subcommands.Add(Command("serve", ServeCommand.Help, ServeCommand.RunAsync));
        root.Subcommands.Add(Command("demo", DemoCommand.Help, DemoCommand.RunAsync));
        root.Subcommands.Add(Command("run-loop", RunLoopCommand.Help, RunLoopCommand.RunAsync, json: true));
        root.Subcommands.Add(TrainCommand.AddTo(Command("train", TrainCommand.Help, TrainCommand.RunAsync, json: true, TrainCommand.Method)));
        root.Subcommands.Add(TrainWorkerCommand.AddTo(Command(TrainWorkerCommand.Name, TrainWorkerCommand.Help, TrainWorkerCommand.RunAsync)));
        root.Subcommands.Add(ImportOptions.AddTo(Command("import", ImportCommand.Help, ImportCommand.RunAsync, json: true, ImportCommand.Files)));
        root.Subcommands.Add(QualityCommand.AddTo(Command("quality", QualityCommand.Help, QualityCommand.RunAsync, json: true)));
        root.Subcommands.Add(Command("backup", BackupCommand.Help, BackupCommand.RunAsync, json: true, BackupCommand.File));
        root.Subcommands.Add(Command("restore", RestoreCommand.Help, RestoreCommand.RunAsync, json: true, RestoreCommand.File));
        root.Subcommands.Add(ApiKeys());
        root.Subcommands.Add(Users());
        root.Subcommands.Add(Duplicates());
        root.Subcommands.Add(Rates());
        root.Subcommands.Add(Rules());
        root.Subcommands.Add(Promotions());
        root.Subcommands.Add(Ads());
        root.Subcommands.Add(Contacts());
        root.Subcommands.Add(Retention());
        root.Subcommands.Add(Privacy());
        root.Subcommands.Add(Command("doctor", DoctorCommand.Help, DoctorCommand.RunAsync, json: true));
        root.Subcommands.Add(Command("version", VersionCommand.Help, VersionCommand.RunAsync, json: true));
        root.Subcommands.Add(Models());
        root.Subcommands.Add(Stock());
        root.Subcommands.Add(Simulate());
        root.Subcommands.Add(Lab());
        root.Subcommands.Add(FeaturesCommand.AddTo(Command("features", FeaturesCommand.Help, FeaturesCommand.RunAsync, json: true, FeaturesCommand.Of)));
        root.Subcommands.Add(DemandCommand.AddTo(Command("demand", DemandCommand.Help, DemandCommand.RunAsync, json: true, DemandCommand.Code)));
        root.Subcommands.Add(RecommendCommand.AddTo(Command("recommend", RecommendCommand.Help, RecommendCommand.RunAsync)));
        return root;
    }

    private Command Models()
    {
        var models = new Command("models", ModelsCommand.Help);
        var compute = Command("compute", ModelsCommand.ComputeHelp, ModelsCommand.ComputeAsync, json: true);
        compute.Options.Add(ModelsCommand.Days);
        models.Subcommands.Add(compute);
        return models;
    }

    private Command Stock()
    {
        var stock = Command("stock", StockCommand.Help, StockCommand.ListAsync, json: true);
        stock.Options.Add(StockCommand.State);
        stock.Options.Add(StockCommand.Take);
        var proposal = Command("proposal", StockCommand.ProposalHelp, StockCommand.ProposalAsync);
        proposal.Options.Add(StockCommand.Out);
        stock.Subcommands.Add(proposal);
        var simulate = Command("simulate", StockCommand.SimulateHelp, StockCommand.SimulateAsync, json: true);
        simulate.Options.Add(StockCommand.Days);
        simulate.Options.Add(StockCommand.Products);
        stock.Subcommands.Add(simulate);
        return stock;
    }

    private Command Simulate() => SimulateCommand.AddTo(Command("simulate", SimulateCommand.Help, SimulateCommand.RunAsync, json: true));

    private Command Lab()
    {
        var lab = new Command("lab", LabCommand.Help);
        lab.Subcommands.Add(LabCommand.AddTo(Command("recommend", LabCommand.RecommendHelp, LabCommand.RecommendAsync, json: true)));
        lab.Subcommands.Add(LabSequenceCommand.AddTo(Command("sequence", LabSequenceCommand.Help, LabSequenceCommand.RunAsync, json: true)));
        lab.Subcommands.Add(LabPropensityCommand.AddTo(Command("propensity", LabPropensityCommand.Help, LabPropensityCommand.RunAsync, json: true)));
        lab.Subcommands.Add(LabForecastCommand.AddTo(Command("forecast", LabForecastCommand.Help, LabForecastCommand.RunAsync, json: true)));
        lab.Subcommands.Add(LabOpeCommand.AddTo(Command("ope", LabOpeCommand.Help, LabOpeCommand.RunAsync, json: true)));
        lab.Subcommands.Add(LabBidCommand.AddTo(Command("bid", LabBidCommand.Help, LabBidCommand.RunAsync, json: true)));
        lab.Subcommands.Add(LabContactsCommand.AddTo(Command("contacts", LabContactsCommand.Help, LabContactsCommand.RunAsync, json: true)));
        return lab;
    }

    private Command ApiKeys()
    {
        var keys = new Command("api-key", ApiKeyCommand.Help);
        var create = Command("create", ApiKeyCommand.CreateHelp, ApiKeyCommand.CreateAsync, json: true, ApiKeyCommand.Name);
        create.Options.Add(ApiKeyCommand.Scopes);
        create.Options.Add(ApiKeyCommand.Expires);
        keys.Subcommands.Add(create);
        keys.Subcommands.Add(Command("list", ApiKeyCommand.ListHelp, ApiKeyCommand.ListAsync, json: true));
        keys.Subcommands.Add(Command("revoke", ApiKeyCommand.RevokeHelp, ApiKeyCommand.RevokeAsync, arguments: ApiKeyCommand.Id));
        return keys;
    }

    private Command Users()
    {
        var users = new Command("user", UserCommand.Help);
        users.Subcommands.Add(Command("list", UserCommand.ListHelp, UserCommand.ListAsync, json: true));
        users.Subcommands.Add(Command("reset-password", UserCommand.ResetHelp, UserCommand.ResetPasswordAsync, arguments: UserCommand.Name));
        return users;
    }

    private Command Duplicates()
    {
        var duplicates = new Command("duplicates", DuplicatesCommand.Help);
        var list = Command("list", DuplicatesCommand.ListHelp, DuplicatesCommand.ListAsync, json: true);
        list.Options.Add(DuplicatesCommand.Show);
        list.Options.Add(DuplicatesCommand.Take);
        duplicates.Subcommands.Add(list);
        duplicates.Subcommands.Add(Command("merge", DuplicatesCommand.MergeHelp, DuplicatesCommand.MergeAsync, json: true, DuplicatesCommand.Survivor, DuplicatesCommand.Merged));
        duplicates.Subcommands.Add(Command("apart", DuplicatesCommand.ApartHelp, DuplicatesCommand.ApartAsync, arguments: [DuplicatesCommand.Survivor, DuplicatesCommand.Merged]));
        duplicates.Subcommands.Add(Command("undo", DuplicatesCommand.UndoHelp, DuplicatesCommand.UndoAsync, arguments: DuplicatesCommand.Merge));
        return duplicates;
    }

    private Command Rates()
    {
        var rates = new Command("rates", RatesCommand.Help);
        rates.Subcommands.Add(Command("list", RatesCommand.ListHelp, RatesCommand.ListAsync, json: true));
        rates.Subcommands.Add(Command("set", RatesCommand.SetHelp, RatesCommand.SetAsync, arguments: [RatesCommand.Currency, RatesCommand.Day, RatesCommand.Rate]));
        rates.Subcommands.Add(Command("import", RatesCommand.ImportHelp, RatesCommand.ImportAsync, arguments: RatesCommand.File));
        rates.Subcommands.Add(Command("remove", RatesCommand.RemoveHelp, RatesCommand.RemoveAsync, arguments: [RatesCommand.Currency, RatesCommand.Day]));
        return rates;
    }

    private Command Rules()
    {
        var rules = new Command("rules", RulesCommand.Help);
        rules.Subcommands.Add(Command("show", RulesCommand.ShowHelp, RulesCommand.ShowAsync, arguments: RulesCommand.Shown));
        rules.Subcommands.Add(Command("check", RulesCommand.CheckHelp, RulesCommand.CheckAsync, arguments: RulesCommand.File));
        var publish = Command("publish", RulesCommand.PublishHelp, RulesCommand.PublishAsync, arguments: RulesCommand.File);
        publish.Options.Add(RulesCommand.Note);
        publish.Options.Add(RulesCommand.Onto);
        rules.Subcommands.Add(publish);
        rules.Subcommands.Add(Command("versions", RulesCommand.VersionsHelp, RulesCommand.VersionsAsync, json: true));
        rules.Subcommands.Add(Command("restore", RulesCommand.RestoreHelp, RulesCommand.RestoreAsync, arguments: RulesCommand.Version));
        return rules;
    }

    private Command Promotions()
    {
        var promotions = Command("promotions", PromotionsCommand.Help, PromotionsCommand.ListAsync, json: true);
        promotions.Subcommands.Add(Command("list", PromotionsCommand.ListHelp, PromotionsCommand.ListAsync, json: true));
        var add = Command("add", PromotionsCommand.AddHelp, PromotionsCommand.AddAsync, json: true, PromotionsCommand.Name, PromotionsCommand.First, PromotionsCommand.Last, PromotionsCommand.Cut);
        add.Options.Add(PromotionsCommand.Products);
        add.Options.Add(PromotionsCommand.Category);
        add.Options.Add(PromotionsCommand.Note);
        promotions.Subcommands.Add(add);
        promotions.Subcommands.Add(Command("remove", PromotionsCommand.RemoveHelp, PromotionsCommand.RemoveAsync, arguments: PromotionsCommand.Number));
        promotions.Subcommands.Add(Command("import", PromotionsCommand.ImportHelp, PromotionsCommand.ImportAsync, arguments: PromotionsCommand.File));
        return promotions;
    }

    private Command Ads()
    {
        var ads = Command("ads", AdsCommand.Help, AdsCommand.ListAsync, json: true);
        ads.Subcommands.Add(Command("list", AdsCommand.ListHelp, AdsCommand.ListAsync, json: true));
        ads.Subcommands.Add(Command("show", AdsCommand.ShowHelp, AdsCommand.ShowAsync, json: true, AdsCommand.Number));
        ads.Subcommands.Add(Command("state", AdsCommand.StateHelp, AdsCommand.StateAsync, arguments: [AdsCommand.Number, AdsCommand.State]));
        ads.Subcommands.Add(Command("placements", AdsCommand.PlacementsHelp, AdsCommand.PlacementsAsync, json: true));
        ads.Subcommands.Add(Command("import", AdsCommand.ImportHelp, AdsCommand.ImportAsync, arguments: AdsCommand.File));
        var budgets = Command("budgets", AdsCommand.BudgetsHelp, AdsCommand.BudgetsAsync, json: true);
        budgets.Options.Add(AdsCommand.Total);
        budgets.Options.Add(AdsCommand.Days);
        ads.Subcommands.Add(budgets);
        var audience = Command("audience", AdsCommand.AudienceHelp, AdsCommand.AudienceAsync, arguments: AdsCommand.Number);
        audience.Options.Add(AdsCommand.Out);
        ads.Subcommands.Add(audience);
        AddPolicies(ads);
        return ads;
    }

    private Command Contacts()
    {
        var contacts = Command("contacts", ContactsCommand.Help, ContactsCommand.ShowAsync, json: true);
        contacts.Subcommands.Add(Command("show", ContactsCommand.ShowHelp, ContactsCommand.ShowAsync, json: true));
        contacts.Subcommands.Add(Command("learn", ContactsCommand.LearnHelp, ContactsCommand.LearnAsync, json: true));
        var off = Command("off", ContactsCommand.OffHelp, ContactsCommand.OffAsync);
        off.Options.Add(ContactsCommand.Reason);
        contacts.Subcommands.Add(off);
        contacts.Subcommands.Add(Command("on", ContactsCommand.OnHelp, ContactsCommand.OnAsync));
        contacts.Subcommands.Add(Command("export", ContactsCommand.ExportHelp, ContactsCommand.ExportAsync, arguments: ContactsCommand.File));
        return contacts;
    }

    private void AddPolicies(Command ads)
    {
        ads.Subcommands.Add(Command("policies", AdPoliciesCommand.ListHelp, AdPoliciesCommand.ListAsync, json: true));
        ads.Subcommands.Add(With(
            Command("propose", AdPoliciesCommand.ProposeHelp, AdPoliciesCommand.ProposeAsync, arguments: [AdPoliciesCommand.Placement, AdPoliciesCommand.Method]),
            AdPoliciesCommand.Parameter, AdPoliciesCommand.Goal, AdPoliciesCommand.Window, AdPoliciesCommand.Explore, AdPoliciesCommand.Worth));
        ads.Subcommands.Add(With(Command("advance", AdPoliciesCommand.AdvanceHelp, AdPoliciesCommand.AdvanceAsync, arguments: [AdPoliciesCommand.Placement, AdPoliciesCommand.Stage]), AdPoliciesCommand.Force));
        ads.Subcommands.Add(With(Command("fall-back", AdPoliciesCommand.FallBackHelp, AdPoliciesCommand.FallBackAsync, arguments: AdPoliciesCommand.Placement), AdPoliciesCommand.Reason));
        ads.Subcommands.Add(With(Command("back", AdPoliciesCommand.BackHelp, AdPoliciesCommand.BackAsync, arguments: [AdPoliciesCommand.Placement, AdPoliciesCommand.Former]), AdPoliciesCommand.Reason));
        ads.Subcommands.Add(With(Command("off", AdPoliciesCommand.OffHelp, AdPoliciesCommand.OffAsync), AdPoliciesCommand.Reason));
        ads.Subcommands.Add(Command("on", AdPoliciesCommand.OnHelp, AdPoliciesCommand.OnAsync));
        ads.Subcommands.Add(With(
            Command("what-if", AdPoliciesCommand.WhatIfHelp, AdPoliciesCommand.WhatIfAsync, json: true, AdPoliciesCommand.Placement, AdPoliciesCommand.Policy),
            AdPoliciesCommand.First, AdPoliciesCommand.Last, AdPoliciesCommand.Parameter, AdPoliciesCommand.AskedGoal, AdPoliciesCommand.AskedWindow));
        ads.Subcommands.Add(Command("effects", AdPoliciesCommand.EffectsHelp, AdPoliciesCommand.EffectsAsync, json: true));

        static Command With(Command command, params Option[] options)
        {
            Array.ForEach(options, command.Options.Add);
            return command;
        }
    }

    private Command Retention()
    {
        var retention = new Command("retention", RetentionCommand.Help);
        retention.Subcommands.Add(Command("list", RetentionCommand.ListHelp, RetentionCommand.ListAsync, json: true));
        retention.Subcommands.Add(Command("set", RetentionCommand.SetHelp, RetentionCommand.SetAsync, arguments: [RetentionCommand.Kind, RetentionCommand.Days]));
        retention.Subcommands.Add(Command("preview", RetentionCommand.PreviewHelp, RetentionCommand.PreviewAsync, json: true));
        retention.Subcommands.Add(Command("run", RetentionCommand.RunHelp, RetentionCommand.RunAsync, json: true));
        return retention;
    }

    private Command Privacy()
    {
        var privacy = new Command("privacy", PrivacyCommand.Help);
        var register = Command("register", PrivacyCommand.RegisterHelp, PrivacyCommand.RegisterAsync, json: true);
        register.Options.Add(PrivacyCommand.Language);
        privacy.Subcommands.Add(register);
        var allow = Command("allow", PrivacyCommand.AllowHelp, PrivacyCommand.AllowAsync, arguments: PrivacyCommand.Place);
        foreach (var option in PrivacyCommand.Terms)
        {
            allow.Options.Add(option);
        }

        privacy.Subcommands.Add(allow);
        privacy.Subcommands.Add(Command("transfers", PrivacyCommand.TransfersHelp, PrivacyCommand.TransfersAsync, json: true));
        privacy.Subcommands.Add(Command("end-transfer", PrivacyCommand.EndHelp, PrivacyCommand.EndAsync, arguments: PrivacyCommand.Number));
        var erase = Command("erase", PrivacyCommand.EraseHelp, PrivacyCommand.EraseAsync, arguments: PrivacyCommand.Customer);
        erase.Options.Add(PrivacyCommand.Yes);
        erase.Options.Add(PrivacyCommand.AllWithAddress);
        privacy.Subcommands.Add(erase);
        return privacy;
    }

    private Command Command(string name, string help, Func<CommandContext, ParseResult, CancellationToken, Task<int>> run, bool json = false, params Argument[] arguments)
    {
        var command = HelpWithExamples.Describe(name, help);
        foreach (var argument in arguments)
        {
            command.Arguments.Add(argument);
        }

        if (json)
        {
            command.Options.Add(_options.Json);
        }

        Handle(command, run);
        return command;
    }

    private void Handle(Command command, Func<CommandContext, ParseResult, CancellationToken, Task<int>> run) => command.SetAction((parsed, cancellation) =>
    {
        var root = DataFolderPath.Resolve(parsed.GetValue(_options.Data));
        var context = new CommandContext(
            root,
            parsed.GetValue(_options.Urls),
            parsed.GetValue(_options.Set) ?? [],
            command.Options.Contains(_options.Json) && parsed.GetValue(_options.Json),
            _terminal);
        return PlainFailure.GuardAsync(context, () => run(context, parsed, cancellation), cancellation);
    });
}
