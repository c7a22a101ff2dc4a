using Marketing.Data.Consents;
using Marketing.Data.Customers;
using Marketing.Data.Customers.Duplicates;
using Marketing.Data.Demo;
using Marketing.Data.Events;
using Marketing.Data.Import;
using Marketing.Data.Import.Files;
using Marketing.Data.Intake;
using Marketing.Data.Ledger;
using Marketing.Data.Privacy;
using Marketing.Data.Products;
using Marketing.Data.Promotions;
using Marketing.Data.Quality;
using Marketing.Data.Retention;
using Marketing.Data.Shop;
using Marketing.Data.Snapshots;
using Marketing.Data.Sql;
using Marketing.Data.Tracking;
using Marketing.Data.Transfers;
using Marketing.Data.Webhooks;
using Marketing.Kernel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Marketing.Data;

/// <summary>Registers the module.</summary>
public static class DataModule
{
    /// <summary>Adds the public verbs of the module and what they need.</summary>
    /// <param name="services">Services of the host.</param>
    /// <param name="configuration">Configuration; the module reads its own section.</param>
    public static IServiceCollection AddData(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<DataOptions>().Bind(configuration.GetSection("Data")).ValidateOnStart();
        services
            .AddSingleton<DataShopStore>()
            .AddSingleton<ShopSettings>()
            .AddSingleton<IShop>(provider => provider.GetRequiredService<ShopSettings>())
            .AddSingleton<DataSnapshotStore>()
            .AddSingleton<ISnapshots, SnapshotCache>()
            .AddSnapshotFiles()
            .AddSingleton<DataLedgerStore>()
            .AddSingleton<DataLedgerAppendStore>()
            .AddSingleton<ILedger, DecisionLedger>()
            .AddSingleton<DataCustomersStore>()
            .AddSingleton<ICustomerRecords, CustomerRecords>()
            .AddSingleton<DataProductsStore>()
            .AddSingleton<IProductRecords, ProductRecords>()
            .AddSingleton<DataImportStore>()
            .AddSingleton<ImportOrders>()
            .AddSingleton<Imports>()
            .AddSingleton<IImports>(provider => provider.GetRequiredService<Imports>())
            .AddSingleton<DataDemoStore>()
            .AddSingleton<IDemoShop, DemoShop>()
            .AddSingleton<IValidateOptions<DataOptions>, DataOptionsValidator>()
            .AddSingleton<DataQualityStore>()
            .AddSingleton<IQuality, CheckQuality>()
            .AddSingleton<IQualityRules, QualityRules>();
        services
            .AddSingleton<DataEventPartsStore>()
            .AddSingleton<EventParts>()
            .AddSingleton<IEventIndex>(provider => provider.GetRequiredService<EventParts>())
            .AddSingleton<DataImportFilesStore>()
            .AddSingleton<DataImportRowsStore>()
            .AddSingleton<DataImportMergeStore>()
            .AddSingleton<MergeStaged>()
            .AddSingleton<ImportRows>()
            .AddSingleton<IFileImports, FileImports>();
        services
            .AddSingleton<DataIntakeStore>()
            .AddSingleton<SnapshotRenewal>()
            .AddSingleton<IntakeWriter>()
            .AddSingleton<Intake.Intake>()
            .AddSingleton<IIntake>(provider => provider.GetRequiredService<Intake.Intake>())
            .AddSingleton<IQuarantine, Quarantine>()
            .AddSingleton<LiveEvents>()
            .AddSingleton<ILiveEvents>(provider => provider.GetRequiredService<LiveEvents>());
        services
            .AddSingleton<DataPrivacyStore>()
            .AddSingleton<DataErasureStore>()
            .AddSingleton<DataTracesStore>()
            .AddSingleton<UploadedFiles>()
            .AddSingleton<EraseFile>()
            .AddSingleton<IPersonalData, ShopPersonalData>()
            .AddSingleton<IPrivacy, KeepPrivacy>();
        services
            .AddSingleton<DataWebhooksStore>()
            .AddSingleton<ReceiveDelivery>()
            .AddSingleton<IWebhooks, KeepWebhooks>()
            .AddSingleton<DataTrackingStore>()
            .AddSingleton<ITrackedSites, TrackedSites>()
            .AddSingleton<DataSourcesStore>()
            .AddSingleton<IVisitSources, ReadSources>();
        services
            .AddSingleton<DataDuplicatesStore>()
            .AddSingleton<IDuplicateCustomers, DuplicateCustomers>()
            .AddSingleton<DataConsentsStore>()
            .AddSingleton<IConsents, KeepConsents>()
            .AddSingleton<IConsentWordings, KeepWordings>()
            .AddSingleton<IPreferenceLinks, PreferenceLinks>()
            .AddSingleton<Suppressions>()
            .AddSingleton<ISuppressions>(provider => provider.GetRequiredService<Suppressions>())
            .AddSingleton<DataRatesStore>()
            .AddSingleton<ICurrencyRates, CurrencyRates>()
            .AddSingleton<DataPromotionsStore>()
            .AddSingleton<IPromotions, KeepPromotions>()
            .AddSingleton<DataCorrectionsStore>()
            .AddSingleton<FileLooks>()
            .AddSingleton<IImportMappings, ImportMappings>();
        services.AddRetention()
            .AddSingleton<DataTransfersStore>()
            .AddSingleton<ITransfers, KeepTransfers>();
        return services;
    }

    /// <summary>Adds snapshots as files alone, which need no store.</summary>
    /// <param name="services">Services of the host.</param>
    public static IServiceCollection AddSnapshotFiles(this IServiceCollection services) => services.AddSingleton<ISnapshotFiles, SnapshotFile>();
}
