using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Logging.Abstractions;
using MudBlazor;

namespace Marketing.App.Resources;

/// <summary>Gives the component library's own words (pagers, pickers, menus) in the reader's language.</summary>
internal sealed class MudWords(Words words) : ILocalizationInterceptor
{
    private readonly DefaultLocalizationInterceptor _english = new(NullLoggerFactory.Instance);

    public LocalizedString Handle(string key, params object[] arguments) =>
        words.IsChinese && words.Has($"Mud.{key}")
            ? new LocalizedString(key, arguments.Length == 0 ? words[$"Mud.{key}"] : words[$"Mud.{key}", arguments])
            : _english.Handle(key, arguments);
}
