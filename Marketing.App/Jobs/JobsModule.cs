using Hangfire;
using Hangfire.InMemory;
using Marketing.App.Access;

namespace Marketing.App.Jobs;

/// <summary>Registers the jobs, and the engine that runs them while the program serves.</summary>
internal static class JobsModule
{
    /// <summary>Adds the jobs themselves.</summary>
    public static IServiceCollection AddJobs(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<JobsOptions>().Bind(configuration.GetSection(JobsOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        return services
            .AddSingleton<JobCalendar>()
            .AddSingleton<TurnModels>()
            .AddSingleton<TurnMeasures>()
            .AddSingleton<FirstCampaign>()
            .AddSingleton<FirstAdvertising>()
            .AddSingleton<TurnOutlooks>()
            .AddSingleton<TurnDemand>()
            .AddSingleton<TurnContacts>()
            .AddSingleton<MessageRound>()
            .AddSingleton<LoopJob>()
            .AddSingleton<EvaluateJob>()
            .AddSingleton<TrainJob>()
            .AddSingleton<DemoJob>()
            .AddSingleton<DueJobs>()
            .AddSingleton<JobSchedule>();
    }

    /// <summary>Adds the engine. Its memory is bounded and may be lost: what was done and what is due stand in the store.</summary>
    public static IServiceCollection AddJobEngine(this IServiceCollection services, IConfiguration configuration)
    {
        var workers = configuration.GetSection(JobsOptions.Section).Get<JobsOptions>()?.Workers ?? new JobsOptions().Workers;
        return services
            .AddSingleton<ITurns, Turns>()
            .AddHangfire(engine => engine
                .UseSimpleAssemblyNameTypeSerializer()
                .UseRecommendedSerializerSettings()
                .UseInMemoryStorage(new InMemoryStorageOptions { MaxExpirationTime = TimeSpan.FromHours(6), MaxStateHistoryLength = 20 }))
            .AddHangfireServer(server =>
            {
                server.ServerName = "marketing";
                server.WorkerCount = workers;
                server.ShutdownTimeout = TimeSpan.FromSeconds(8);
            });
    }

    /// <summary>Says when what is looked at; to be called before the engine starts.</summary>
    public static void ScheduleJobs(this IServiceProvider services)
    {
        var recurring = services.GetRequiredService<IRecurringJobManager>();
        recurring.AddOrUpdate<JobSchedule>("turn-if-due", schedule => schedule.RunTurnIfDueAsync(CancellationToken.None), "*/5 * * * *");
        recurring.AddOrUpdate<JobSchedule>("evaluation-if-due", schedule => schedule.EvaluateIfDueAsync(CancellationToken.None), "*/15 * * * *");
        recurring.AddOrUpdate<MessageRound>("messages", round => round.RunAsync(CancellationToken.None), "* * * * *");
        // What a night missed, or a crash left, need not wait for the next look.
        services.GetRequiredService<IBackgroundJobClient>().Enqueue<JobSchedule>(schedule => schedule.RunTurnIfDueAsync(CancellationToken.None));
    }

    /// <summary>Maps the engine's own pages, for administrators, to look at: what is started or stopped there would not be in the audit log.</summary>
    public static void MapJobEngine(this IEndpointRouteBuilder endpoints) => endpoints
        .MapHangfireDashboard("/hangfire", new DashboardOptions { Authorization = [], IsReadOnlyFunc = _ => true, AppPath = "/jobs", DashboardTitle = "Marketing", DisplayStorageConnectionString = false })
        .RequireAuthorization(Policies.Administrator);
}
