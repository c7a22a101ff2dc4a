using Marketing.Data;
using Marketing.Kernel;
using Marketing.Model.Bidding;
using Marketing.Model.Contacts;
using Marketing.Model.Demand;
using Marketing.Model.Economy;
using Marketing.Model.Forecasting;
using Marketing.Model.Outlooks;
using Marketing.Model.Policies;
using Marketing.Model.Recommenders;
using Marketing.Model.Recommenders.Baskets;
using Marketing.Model.Recommenders.Blend;
using Marketing.Model.Recommenders.Content;
using Marketing.Model.Recommenders.Factors;
using Marketing.Model.Recommenders.Linear;
using Marketing.Model.Recommenders.Neighbours;
using Marketing.Model.Recommenders.Popularity;
using Marketing.Model.Recommenders.Sequences;
using Marketing.Model.Registry;
using Marketing.Model.Related;
using Marketing.Model.Sequence;
using Marketing.Model.Sql;
using Marketing.Model.Tables;
using Marketing.Model.Training;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Marketing.Model;

/// <summary>Registers the module.</summary>
public static class ModelModule
{
    /// <summary>Adds the public verbs of the module and what they need.</summary>
    /// <param name="services">Services of the host.</param>
    /// <param name="configuration">Configuration; the module reads its own section.</param>
    public static IServiceCollection AddModel(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<RelatedOptions>().Bind(configuration.GetSection("Model:Related")).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<EconomyOptions>().Bind(configuration.GetSection("Model:Economy")).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<OutlookOptions>().Bind(configuration.GetSection("Model:Outlooks")).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<DemandOptions>().Bind(configuration.GetSection("Model:Demand")).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<TrainingOptions>().Bind(configuration.GetSection("Model:Training")).ValidateDataAnnotations().ValidateOnStart();
        return services.AddRecommenderMethods(configuration)
            .AddSingleton<IRelatedProducts, RelateProducts>()
            .AddSingleton<ModelStore>()
            .AddSingleton<ModelEconomyStore>()
            .AddSingleton<ITrainingEconomy, ChooseTrainings>()
            .AddSingleton<ModelFiles>()
            .AddSingleton<ModelRegistry>()
            .AddSingleton<IModels>(provider => provider.GetRequiredService<ModelRegistry>())
            .AddSingleton<ISequenceExplanations, SequenceExplanations>()
            .AddSingleton<ILookAlikes, LookAlikes>()
            .AddSingleton<KeepVersion>()
            .AddSingleton<IOutlookTraining, TrainOutlooks>()
            .AddSingleton<ModelScoresStore>()
            .AddSingleton<ScoreCustomers>()
            .AddSingleton<ICustomerScores>(provider => provider.GetRequiredService<ScoreCustomers>())
            .AddSingleton<IPersonalData, ScorePersonalData>()
            .AddSingleton<IRecommenderTraining, TrainRecommender>()
            .AddSingleton<ModelTrainingsStore>()
            .AddSingleton<TrainingBase>()
            .AddSingleton(WorkerProgram.OfThis())
            .AddSingleton<Trainings>()
            .AddSingleton<ITrainings>(provider => provider.GetRequiredService<Trainings>())
            .AddSingleton<IPersonalData, TrainedWith>()
            .AddSingleton<ModelDemandStore>()
            .AddSingleton<IDemandForecasts, ForecastDemand>()
            .AddSingleton<IPriceElasticities, EstimateElasticities>()
            .AddTableMethods()
            .AddPolicyMethods()
            .AddContactMethods()
            .AddForecastMethods()
            .AddBiddingMethods();
    }

    /// <summary>Adds what the process of a training needs: the methods and files, and no store.</summary>
    /// <param name="services">Services of the process.</param>
    public static IServiceCollection AddTrainingWorker(this IServiceCollection services) =>
        services.AddRecommenderMethods(new ConfigurationBuilder().Build()).AddSnapshotFiles().AddSingleton<ITrainingWorker, TrainingWorker>();

    /// <summary>Adds the methods alone, which need no store.</summary>
    /// <param name="services">Services of the host.</param>
    /// <param name="configuration">Configuration; the module reads its own section.</param>
    public static IServiceCollection AddRecommenderMethods(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ModelOptions>().Bind(configuration.GetSection("Model")).ValidateDataAnnotations().ValidateOnStart();
        return services
            .AddSingleton<IValidateOptions<ModelOptions>, ModelOptionsCheck>()
            .AddSingleton<IRecommenderMethod, PopularMethod>()
            .AddSingleton<IRecommenderMethod, PersonalMethod>()
            .AddSingleton<IRecommenderMethod, ItemKnnMethod>()
            .AddSingleton<IRecommenderMethod, ContentMethod>()
            .AddSingleton<IRecommenderMethod, FollowMethod>()
            .AddSingleton<IRecommenderMethod, UserKnnMethod>()
            .AddSingleton<IRecommenderMethod, UpCfMethod>()
            .AddSingleton<IRecommenderMethod, TifuKnnMethod>()
            .AddSingleton<IRecommenderMethod, AlsMethod>()
            .AddSingleton<IRecommenderMethod, BprMethod>()
            .AddSingleton<IRecommenderMethod, EaseMethod>()
            .AddSingleton<IRecommenderMethod, TransformerMethod>()
            .AddSingleton<IRecommenderMethod, BlendMethod>()
            .AddSingleton<IOutlookMethod, RfmCellsMethod>()
            .AddSingleton<FitMethods>()
            .AddSingleton<IRecommenderMethods>(provider => provider.GetRequiredService<FitMethods>());
    }

    /// <summary>Adds the methods that learn from tables, which need no store.</summary>
    /// <param name="services">Services of the host.</param>
    public static IServiceCollection AddTableMethods(this IServiceCollection services) => services
        .AddSingleton<ITableMethod, LightGbmMethod>()
        .AddSingleton<ITableMethod, LogisticMethod>()
        .AddSingleton<ITableMethod, NetworkMethod>()
        .AddSingleton<ITableMethods, FitTableMethods>();

    /// <summary>Adds the methods that decide and learn from what came of it, which need no store.</summary>
    /// <param name="services">Services of the host.</param>
    public static IServiceCollection AddPolicyMethods(this IServiceCollection services) => services.AddSingleton<IPolicyMethods, PolicyMethods>();

    /// <summary>Adds the methods that learn from sequences of contacts, which need no store.</summary>
    /// <param name="services">Services of the host.</param>
    public static IServiceCollection AddContactMethods(this IServiceCollection services) => services.AddSingleton<IContactMethods, ContactMethods>();

    /// <summary>Adds the methods that foretell series, which need no store.</summary>
    /// <param name="services">Services of the host.</param>
    public static IServiceCollection AddForecastMethods(this IServiceCollection services) => services.AddSingleton<IForecastMethods, ForecastMethods>();

    /// <summary>Adds the methods that bid under a budget, spread it over a period and split it across campaigns, which need no store.</summary>
    /// <param name="services">Services of the host.</param>
    public static IServiceCollection AddBiddingMethods(this IServiceCollection services) => services
        .AddSingleton<IBiddingMethods, BiddingMethods>()
        .AddSingleton<IPacingMethods, PacingMethods>()
        .AddSingleton<IBudgetSplits, SplitBudget>();
}
