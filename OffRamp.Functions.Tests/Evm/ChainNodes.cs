using System.Text.Json.Nodes;

namespace OffRamp.Functions.Tests.Evm;

/// <summary>What the nodes of a test's chain take, and what is heard of them.</summary>
internal static class ChainNodes
{
    /// <summary>No node takes these calls, until others are named.</summary>
    public static void Refuse(this ChainWorld world, params string[] methods)
    {
        foreach (var node in world.Nodes)
        {
            node.Passes = (method, _) => !methods.Contains(method);
        }
    }

    /// <summary>What is heard of each node's answers; nothing said, what they are.</summary>
    public static void Hear(this ChainWorld world, Func<string, JsonNode, JsonNode>? answers = null)
    {
        foreach (var node in world.Nodes)
        {
            node.Answers = answers ?? (static (_, answer) => answer);
        }
    }

    /// <summary>The nodes answer for so many blocks at once, and refuse more.</summary>
    /// <param name="world">Whose nodes.</param>
    /// <param name="blocks">How many.</param>
    /// <param name="before">Hears the first block of a range before it is read.</param>
    public static void TakeAtOnce(this ChainWorld world, int blocks, Action<long>? before = null)
    {
        foreach (var node in world.Nodes)
        {
            node.Passes = (method, parameters) =>
            {
                if (method != "eth_getLogs")
                {
                    return true;
                }

                var from = At(parameters, "fromBlock");
                var isTaken = At(parameters, "toBlock") - from < blocks;
                if (isTaken)
                {
                    before?.Invoke(from);
                }

                return isTaken;
            };
        }

        static long At(JsonNode parameters, string name) => Convert.ToInt64(parameters[0]![name]!.GetValue<string>(), 16);
    }
}
